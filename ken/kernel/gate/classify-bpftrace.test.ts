import { describe, expect, it } from 'vitest';
import { attachPoints } from './attach-points.ts';
import { classifyBpftrace } from './classify-bpftrace.ts';

const classify = (script: string, stderr: string) =>
  classifyBpftrace({
    points: attachPoints(script),
    output: { ready: true, announced: 1 } as unknown as Parameters<typeof classifyBpftrace>[0]['output'],
    stderr,
    exit: 0,
    dryRun: false,
  });

describe('classifyBpftrace', () => {
  it('finds the point that a warning names by the file its short name stands for', () => {
    const verdict = classify(
      'uprobe:libpthread:pthread_create, uprobe:libc:pthread_create { printf("%d\\n", pid); }',
      'WARNING: Could not resolve symbol: /lib/x86_64-linux-gnu/libpthread.so.0:pthread_create, skipping probe.\n',
    );
    expect(verdict.status).toBe('partially-attached');
    expect(verdict.probes.map(({ name, attached }) => [name, attached])).toEqual([
      ['uprobe:libpthread:pthread_create', false],
      ['uprobe:libc:pthread_create', true],
    ]);
  });

  it('takes no other symbol or file for it', () => {
    const names = (stderr: string): boolean[] =>
      classify(
        'uprobe:libc:open, uprobe:bash:open { exit(); }',
        `WARNING: Could not resolve symbol: ${stderr}\n`,
      ).probes.map(({ attached }) => attached);
    expect(names('/lib/libc.so.6:openat')).toEqual([true, true]);
    expect(names('/lib/libcap.so.2:open')).toEqual([true, true]);
    expect(names('/usr/bin/bash:open')).toEqual([true, false]);
  });
});
