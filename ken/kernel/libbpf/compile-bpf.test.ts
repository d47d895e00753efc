import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { GuestIdentity } from '../guest/job.ts';
import { type CompiledBpf, compileBpf } from './compile-bpf.ts';

/** The host's clang with a vmlinux.h of three lines: what the compiler may read, without a guest. */
describe('compileBpf', () => {
  let folder = '';
  let identity: GuestIdentity;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ken-compile-'));
    const include = path.join(folder, 'usr', 'include');
    for (const name of ['bpf', 'linux', 'asm-generic', 'x86_64-linux-gnu/asm']) {
      mkdirSync(path.join(include, name), { recursive: true });
    }
    writeFileSync(
      path.join(folder, 'vmlinux.h'),
      '#ifndef __VMLINUX_H__\n#define __VMLINUX_H__\ntypedef unsigned u32;\n#endif\n',
    );
    writeFileSync(path.join(folder, 'secret'), 'int leaked;\n');
    writeFileSync(
      path.join(include, 'bpf', 'bpf_helpers.h'),
      '#define SEC(name) __attribute__((section(name), used))\n',
    );
    writeFileSync(path.join(include, 'linux', 'types.h'), 'typedef unsigned __u32;\n');
    identity = {
      ...{ kernel: '', bpftrace: '', image: '', accelerator: 'tcg', vmlinuxBtf: '', tree: '', tools: '' },
      vmlinuxHeader: path.join(folder, 'vmlinux.h'),
      sysroot: folder,
    };
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const compile = (body: string): Promise<CompiledBpf> =>
    compileBpf(`#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\n${body}\n`, identity);
  const program = 'SEC("kprobe/f") int f(void *c) { return 0; }';

  it('makes an ELF object for BPF, the same each time, without paths of the host', async () => {
    const [one, two] = [await compile(program), await compile(program)];
    expect(
      Buffer.from(one.object ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('ELF');
    expect(one.object).toEqual(two.object);
    expect(Buffer.from(one.object ?? []).includes(tmpdir() + '/')).toBe(false);
    expect(one.clang).toMatch(/^\d+\.\d+/);
  });

  it('defines what clang misses, and says so', async () => {
    const { object, normalised } = await compile(
      'SEC("kprobe/f") int f(void *c) { return c == NULL ? AF_INET : -EPERM; }',
    );
    expect(object).not.toBeNull();
    expect(normalised).toEqual(
      ['Defined AF_INET as 2.', 'Defined EPERM as 1.', 'Defined NULL as ((void *)0).'].sort(
        (a, b) => normalised.indexOf(a) - normalised.indexOf(b),
      ),
    );
  });

  it('reads headers for user space when the text knows no vmlinux.h', async () => {
    const { object, normalised } = await compileBpf(`#include <linux/types.h>\n__u32 a;\nint b;\n`, identity);
    expect(object).not.toBeNull();
    expect(normalised).toEqual([]);
  });

  it('reports errors with relative names and the line of the text', async () => {
    const { object, log } = await compile('int f(void) { return missing; }');
    expect(object).toBeNull();
    expect(log).toMatch(/^program\.bpf\.c:3:\d+: error: use of undeclared identifier 'missing'/m);
    expect(log).not.toContain(tmpdir());
  });

  it.each([
    ['asm', 'asm(".incbin \\"FILE\\"");'],
    ['pasted asm', '#define P(a, b) a##b\nP(__as, m__)(".inc" "bin \\"FILE\\"");'],
    ['escaped', 'int f(void) { asm volatile("\\x2e\\x69ncbin \\"FILE\\""); return 0; }'],
    ['assembler macro', 'asm(".macro m a\\n.inc\\\\a \\"FILE\\"\\n.endm\\nm bin");'],
    [
      'named symbols',
      'extern int x asm(".incbin"), y asm("FILE");\nint f(void) { asm volatile("%c0 %c1" :: "i"(&x), "i"(&y)); return 0; }',
    ],
    ['include by macro', '#define H "FILE"\n#include H'],
    ['line for debug information', '#line 1 "FILE"\nSEC("kprobe/f") int g(void *c) { return 0; }'],
  ])('never reads another file: %s', async (_name, body) => {
    const { object, log } = await compile(body.replaceAll('FILE', path.join(folder, 'secret')));
    expect(object).toBeNull();
    expect(log).toMatch(/error: .*(?:here|are read)/);
    expect(log).not.toContain('leaked');
  });

  it('survives a text that makes the compiler end badly', async () => {
    const { object, log } = await compile('#pragma clang __debug crash');
    expect(object).toBeNull();
    expect(log).toContain('error');
  });

  it('leaves nothing behind', async () => {
    const empty = mkdtempSync(path.join(folder, 'empty-'));
    vi.stubEnv('TMPDIR', empty);
    expect((await compile(program)).object).not.toBeNull();
    vi.unstubAllEnvs();
    expect(readdirSync(empty)).toEqual([]);
  });
});
