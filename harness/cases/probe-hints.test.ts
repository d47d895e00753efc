import { describe, expect, it } from 'vitest';
import { readCases } from './catalogue.ts';
import { probeHints } from './probe-hints.ts';

const of = (framework: 'bpftrace' | 'libbpf', text: string): string[] =>
  probeHints({ references: [{ framework, text, file: 'reference' }] }, framework);

describe('probeHints', () => {
  it('names places of the kernel, each once', () => {
    expect(of('bpftrace', 'BEGIN { } kprobe:tcp_connect { } kprobe:tcp_connect /pid/ { } interval:s:1 { }')).toEqual([
      'kprobe:tcp_connect',
    ]);
    expect(
      of('libbpf', 'char L[] SEC("license") = "GPL"; SEC("kprobe/vfs_read") int f(void *c) { return 0; }'),
    ).toEqual(['kprobe/vfs_read']);
  });

  it('finds at least one for every case in each of its frameworks', async () => {
    const silent = (await readCases()).flatMap((definition) =>
      definition.frameworks.flatMap((framework) =>
        probeHints(definition, framework).length === 0 ? [`${definition.id} ${framework}`] : [],
      ),
    );
    expect(silent).toEqual([]);
  });
});
