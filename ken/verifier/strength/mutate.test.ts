import { describe, expect, test } from 'vitest';
import type { Program } from '../../program.ts';
import { mutate } from './mutate.ts';
import { mutationKinds } from './mutant.ts';

const script = `BEGIN { printf("Tracing == 1\\n"); }
// pid == 3
kprobe:vfs_* /pid == 42 && uid != 0/
{
	@start[tid] = nsecs; // nsecs - 1
	assert(pid == 42);
}
kretprobe:vfs_read /@start[tid]/
{
	$us = (nsecs - @start[tid]) / 1000;
	@total = sum($us);
	printf("%d %d + 1\\n", pid, $us);
	delete(@start[tid]);
}
kprobe:tcp_connect { printf("%d\\n", bswap(((struct sock *)arg0)->__sk_common.skc_dport)); }
`;
const program: Program = { framework: 'bpftrace', text: script };

const all = (text: string, framework: Program['framework'] = 'bpftrace') => mutate({ framework, text }, { most: 500 });
const descriptions = (text: string, framework?: Program['framework']) =>
  all(text, framework).map(({ description }) => description);

describe('mutate', () => {
  test('gives the same mutants each time, each one different from the program and from the others', () => {
    const mutants = mutate(program);
    expect(mutate(program)).toEqual(mutants);
    expect(new Set([script, ...mutants.map(({ text }) => text)]).size).toBe(mutants.length + 1);
  });

  test('keeps annotations, strings, comments and attach points, and the number of lines', () => {
    for (const { text } of all(script)) {
      for (const kept of ['assert(pid == 42);', '// pid == 3', '// nsecs - 1', 'kprobe:vfs_* ', '"Tracing == 1\\n"'])
        expect(text).toContain(kept);
      expect(text.split('\n')).toHaveLength(script.split('\n').length);
    }
  });

  test('tells the line and what was changed', () => {
    expect(all(script)).toContainEqual({
      kind: 'arithmetic',
      line: 10,
      description: '"-" became "+"',
      text: script.replace('(nsecs - @start', '(nsecs + @start'),
    });
  });

  test.each([
    ['comparison', '"==" became "!="'],
    ['logic', '"&&" became "||"'],
    ['constant', '"1000" became "1001"'],
    ['builtin', '"tid" became "pid"'],
    ['condition', '"@start[tid]" was inverted'],
    ['condition', '"/pid == 42 && uid != 0/" was dropped'],
    ['map', '"@start" became "@total"'],
    ['aggregation', '"sum" became "avg"'],
    ['statement', '"delete(@start[tid]);" was dropped'],
    ['argument-order', '"pid" and "$us" changed places'],
    ['conversion', '"bswap()" was left out'],
  ])('makes mutants of the kind %s: %s', (kind, description) => {
    expect(all(script)).toContainEqual(expect.objectContaining({ kind, description }));
  });

  test('a cap takes from every kind', () => {
    const kinds = new Set(all(script).map(({ kind }) => kind));
    const few = mutate(program, { most: kinds.size });
    expect(few).toHaveLength(kinds.size);
    expect(new Set(few.map(({ kind }) => kind))).toEqual(kinds);
    expect(mutationKinds).toEqual(expect.arrayContaining([...kinds]));
  });

  test('a banner that BEGIN prints is not missed', () => {
    expect(descriptions('BEGIN { printf("Tracing\\n"); }\nkprobe:vfs_read { printf("read\\n"); }')).toEqual([
      '"printf("read\\n");" was dropped',
    ]);
  });

  test('reads C: pointers and structures are no operators', () => {
    const found = descriptions(
      `struct { __uint(max_entries, 64); } m SEC(".maps");
SEC("kprobe/x") int BPF_KPROBE(probe, struct sock *sk)
{
	__u32 tid = bpf_get_current_pid_tgid();
	char *p = &buffer[tid];
	if (tid != 3) bpf_map_delete_elem(&m, &tid);
	return 0;
}
`,
      'libbpf',
    );
    expect(found).toEqual([
      '"bpf_get_current_pid_tgid()" became "(bpf_get_current_pid_tgid() >> 32)"',
      '"bpf_get_current_pid_tgid" became "bpf_get_current_uid_gid"',
      '"tid != 3" was inverted',
      '"tid != 3" was taken as true',
      '"!=" became "=="',
      '"3" became "4"',
      '"3" became "0"',
      '"bpf_map_delete_elem(&m, &tid)" was dropped',
      '"0" became "1"',
    ]);
  });

  test('nothing to change gives no mutants', () => {
    expect(mutate({ framework: 'bpftrace', text: '' })).toEqual([]);
    expect(mutate({ framework: 'bpftrace', text: 'kprobe:vfs_read { }' })).toEqual([]);
  });
});
