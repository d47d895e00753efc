import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GuestPool } from '../../kernel/guest/job.ts';
import { openGuestPool } from '../../kernel/guest/pool.ts';
import { openVerifier } from '../open-verifier.ts';
import { compareTexts } from './compare-texts.ts';
import { rewritePairs } from './rewrites/rewrite-pairs.ts';

/** Every so many of the pairs; `npx tsx bench/equivalence.ts rewrites` compares them all. */
const every = 5;

const pairs = (await rewritePairs()).filter((_, index) => index % every === 0);

describe('the equivalence judge', () => {
  let pool: GuestPool;
  let verifier: ReturnType<typeof openVerifier>;
  beforeAll(async () => {
    pool = await openGuestPool({ size: 1 });
    verifier = openVerifier(pool);
  }, 120_000);
  afterAll(async () => {
    await verifier.close();
    await pool.close();
  });

  const compare = (left: string, right: string) =>
    compareTexts({ framework: 'bpftrace', text: left }, { framework: 'bpftrace', text: right }, verifier);

  test.each(pairs.map((pair): [string, typeof pair] => [pair.name, pair]))(
    '%s',
    async (_, { left, right }) => {
      const { result, reason } = await compareTexts(left, right, verifier);
      expect(result, reason).toBe('equivalent');
    },
    60_000,
  );

  test.each([
    ['the name after a number', 'printf("%d %s\\n", pid, comm)', 'printf("%d %s\\n", pid, str(0))'],
    ['another text of an event', 'printf("read\\n")', 'printf("write\\n")'],
    ['an event that says nothing', 'printf("read\\n")', '$x = 1'],
    ['another map', '@a = 1; @b = 2; print(@a)', '@a = 1; @b = 2; print(@b)'],
    ['another time', 'time("%H")', 'time("%M")'],
    ['a histogram with other buckets', '@h = lhist(pid, 0, 100, 10)', '@h = lhist(pid, 0, 100, 20)'],
    ['a number for a histogram', '@h = hist(pid)', '@h = (uint64)pid'],
    ['statistics for an average', '@s = stats(pid)', '@s = avg(pid)'],
    ['a count for a sum', '@n = count()', '@n = sum(pid)'],
    ['a tid for a pid as a key', '@n[pid] = count()', '@n[tid] = count()'],
    ['a smaller type', 'printf("%d\\n", pid)', 'printf("%d\\n", (uint16)pid)'],
    ['two readings of the clock', 'printf("%d %d\\n", nsecs, nsecs)', 'printf("%d %d\\n", nsecs, nsecs + 1)'],
  ])(
    'tells apart: %s',
    async (_, left, right) => {
      const { result, reason } = await compare(`kprobe:vfs_read { ${left}; }`, `kprobe:vfs_read { ${right}; }`);
      expect(result, reason).toBe('different');
    },
    60_000,
  );

  test('where there is only a banner, it counts', async () => {
    const { result } = await compare('BEGIN { printf("hello\\n"); exit(); }', 'BEGIN { printf("bye\\n"); exit(); }');
    expect(result).toBe('different');
  }, 60_000);

  test('the time since the start of a script is not the time', async () => {
    const probe = (time: string): string => `kprobe:vfs_read { @[tid] = ${time}; }`;
    const { result } = await compare(probe('nsecs'), probe('elapsed'));
    expect(result).toBe('different');
  }, 60_000);

  test('other events cannot be compared', async () => {
    const { result } = await compare('kprobe:vfs_read { @ = count(); }', 'kprobe:vfs_write { @ = count(); }');
    expect(result).toBe('not-comparable');
  }, 60_000);
});
