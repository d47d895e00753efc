import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { sampleRecords, type Sample } from '../../../harness/judge/samples.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `allocated cache=userfaultfd_ctx_cache objects=1500 object_size=176 slab_size=192
allocated cache=names_cache objects=4260 object_size=4096 slab_size=4096`;

const failures = (framework: 'bpftrace' | 'libbpf', ...samples: Sample[]): number => {
  const input = observed(account, []);
  const observation = { ...input.observation, records: sampleRecords(...samples) };
  return oracle({ ...input, framework, observation }).filter(({ holds }) => !holds).length;
};

/** One print per interval: objects of the two caches. */
const prints = (pairs: readonly (readonly [number, number])[], unit: [number, number] = [1, 1]): Sample[] =>
  pairs.map(([contexts, paths]) => ({
    '@n': {
      ...(contexts > 0 ? { userfaultfd_ctx_cache: contexts * unit[0] } : {}),
      names_cache: paths * unit[1],
      dentry: 30,
    },
  }));

const right = [
  [0, 206],
  [1500, 198],
  [0, 198],
  [0, 4392],
  [0, 198],
  [0, 258],
] as const;

describe('oracle of slab-rate', () => {
  it('accepts objects and bytes, short and long intervals, lines', () => {
    expect(failures('bpftrace', ...prints(right))).toBe(0);
    expect(
      failures(
        'bpftrace',
        ...prints([
          [700, 206],
          [800, 198],
          [0, 2000],
          [0, 2392],
        ]),
      ),
    ).toBe(0);
    expect(failures('bpftrace', ...prints(right, [192, 4096]))).toBe(0);
    expect(failures('bpftrace', ...prints(right, [176, 4096]))).toBe(0);
    expect(
      failures(
        'bpftrace',
        ...prints([
          [1500, 5200],
          [0, 400],
        ]),
      ),
    ).toBe(0);
    const lines = right.flatMap(([contexts, paths]) => [
      ...(contexts > 0 ? [`userfaultfd_ctx_cache: ${contexts} allocations\n`] : []),
      `names_cache: ${paths} allocations\n`,
    ]);
    expect(failures('bpftrace', ...lines)).toBe(0);
  });

  it('refuses sums without an interval, counters that are not cleared, frees, other keys', () => {
    expect(failures('bpftrace', ...prints([[1500, 5800]]))).toBe(1);
    expect(
      failures(
        'bpftrace',
        ...prints([
          [0, 206],
          [1500, 404],
          [1500, 602],
          [1500, 5000],
          [1500, 5200],
        ]),
      ),
    ).toBe(2);
    expect(
      failures(
        'bpftrace',
        ...prints([
          [0, 206],
          [0, 198],
          [0, 4392],
          [0, 198],
          [1500, 258],
        ]),
      ),
    ).toBe(1);
    expect(
      failures(
        'bpftrace',
        ...prints([
          [0, 206],
          [1500, 198],
          [0, 4392],
          [0, 198],
          [1500, 258],
        ]),
      ),
    ).toBe(1);
    const byProcess = [1, 2, 3].map((): Sample => ({ '@n': { kencontexts: 4500, kenpaths: 4300 } }));
    expect(failures('bpftrace', ...byProcess)).toBe(2);
  });

  it('is content with sums in BPF C', () => {
    expect(failures('libbpf', ...prints([[1500, 8000]]))).toBe(0);
    expect(failures('libbpf', ...prints([[1, 1]]))).toBe(2);
  });

  it('does not judge without the account', () => {
    expect(() => oracle(observed(account.split('\n')[0] ?? '', []))).toThrow(KenError);
  });
});
