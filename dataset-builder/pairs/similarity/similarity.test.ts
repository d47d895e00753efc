import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOf, hookContainment, hookSimilarity, jaccard } from './program-similarity.ts';
import { programTokens } from './program-tokens.ts';
import { compare, mayBeRelated } from './relations.ts';
import { textCosine } from './text-cosine.ts';
import { UnionFind } from './union-find.ts';

const bpftrace = (text: string, hooks: string[] = []) => fingerprintOf({ framework: 'bpftrace', text }, hooks);

test('names, numbers, strings and comments are levelled out; calls and probes are not', () => {
  expect(
    programTokens({ framework: 'bpftrace', text: 't:a:b /* x */ { @foo[$p] = args->ret + 0x10; printf("%d", 1); }' }),
  ).toEqual(
    programTokens({
      framework: 'bpftrace',
      text: '// y\ntracepoint:a:b { @bar[$q] = args.ret + 7; printf("hello", 2); }',
    }),
  );
  const c = programTokens({
    framework: 'libbpf',
    text: '#include "x.h"\nSEC("kprobe/f") int g(struct s *x) { return bpf_ktime_get_ns() + x->pid; }',
  });
  expect(c).toEqual(expect.arrayContaining(['"kprobe/f"', 'int', 'ID', 'struct', 'bpf_ktime_get_ns', '->', 'pid']));
  expect(c).not.toContain('g');
});

test('a copy with other names is a duplicate, another tool is not', () => {
  const original =
    'kprobe:vfs_read { @start[tid] = nsecs; } kretprobe:vfs_read /@start[tid]/ { @us = hist((nsecs - @start[tid]) / 1000); delete(@start[tid]); }';
  const hooks = ['kprobe:vfs_read', 'kretprobe:vfs_read'];
  expect(
    compare(bpftrace(original, hooks), bpftrace(original.replaceAll('@start', '@begin').replace('1000', '1e3'), hooks))
      .relation,
  ).toBe('duplicate');
  expect(
    compare(
      bpftrace(original, hooks),
      bpftrace('tracepoint:syscalls:sys_enter_kill { printf("%d %d\\n", pid, args.sig); }', [
        'tracepoint:syscalls:sys_enter_kill',
      ]),
    ).relation,
  ).toBe('none');
});

test('hooks: the category of a raw tracepoint is not needed, containment favours the smaller set', () => {
  expect(hookSimilarity(new Set(['tracepoint:sched:sched_switch']), new Set(['tracepoint:*:sched_switch']))).toBe(1);
  expect(hookContainment(new Set(['a']), new Set(['a', 'b', 'c']))).toBe(1);
  expect(hookSimilarity(new Set(['a']), new Set(['a', 'b', 'c']))).toBeCloseTo(1 / 3);
  expect(hookContainment(new Set(), new Set(['a']))).toBe(0);
});

test('Jaccard and cosine are symmetric, within 0 and 1, and 1 for the same', () => {
  const words = fc.array(fc.constantFrom('trace', 'open', 'files', 'by', 'process', 'tcp', 'latency'), {
    maxLength: 8,
  });
  const cosine = textCosine(['trace open files', 'tcp latency by process', 'count syscalls']);
  fc.assert(
    fc.property(words, words, (left, right) => {
      const [a, b] = [new Set(left), new Set(right)];
      expect(jaccard(a, b)).toBe(jaccard(b, a));
      expect(jaccard(a, b)).toBeLessThanOrEqual(1);
      if (a.size > 0) expect(jaccard(a, a)).toBe(1);
      const [x, y] = [left.join(' '), right.join(' ')];
      expect(cosine(x, y)).toBeCloseTo(cosine(y, x), 12);
      expect(cosine(x, y)).toBeLessThanOrEqual(1 + 1e-9);
      if (left.some((word) => word !== 'by')) expect(cosine(x, x)).toBeCloseTo(1, 9);
    }),
  );
});

test('groups join whatever is linked, and the smallest index stands for them', () => {
  const groups = new UnionFind(5);
  groups.join(4, 2);
  groups.join(2, 1);
  expect([0, 1, 2, 3, 4].map((index) => groups.find(index))).toEqual([0, 1, 1, 3, 1]);
});

test('sizes alone never hide a relation', () => {
  const set = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
  fc.assert(
    fc.property(set, set, (left, right) => {
      const print = (values: number[]) => ({ shingles: new Set(values.map(String)), hooks: new Set(['kprobe:f']) });
      if (!mayBeRelated(print(left), print(right))) expect(compare(print(left), print(right)).relation).toBe('none');
    }),
  );
});
