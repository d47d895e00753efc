import { expect, it } from 'vitest';
import type { Bucket } from '../../ken/kernel/observation.ts';
import { observed } from './observed.ts';
import { operationLatencies } from './operation-latencies.ts';

const account = `
calls operation=read count=23 min=900000 max=1000000
calls operation=read count=6 min=20011000 max=20200000
calls operation=write count=31 min=0 max=30000
calls operation=open count=17 min=310000 max=500000
calls operation=fsync count=9 min=6100000 max=6300000`;

type Counts = Record<string, [from: number, count: number][]>;

function judge(shown: Counts, map = '@us', powersOfTwo = true): boolean {
  const input = observed(account, []);
  const records = Object.entries(shown).map(([key, counts]) => ({
    source: 'map' as const,
    sequence: 0,
    text: '',
    map,
    key,
    buckets: counts.map(([min, count]): Bucket => ({ min, max: min === 0 ? 0 : 2 * min - 1, count })),
  }));
  const findings = operationLatencies({ ...input, observation: { ...input.observation, records } }, { powersOfTwo });
  return findings.every(({ holds }) => holds);
}

const right: Counts = {
  fs_read: [
    [512, 23],
    [16384, 6],
  ],
  fs_write: [
    [4, 30],
    [16, 1],
  ],
  fs_open: [[256, 17]],
  fs_fsync: [[4096, 9]],
};

it('accepts a histogram for each operation, others beside them, and one for all', () => {
  expect(judge(right)).toBe(true);
  expect(judge({ ...right, fs_release: [[1, 17]] })).toBe(true);
  expect(judge({ '': Object.values(right).flat() })).toBe(true);
});

it('accepts two layers of functions under names of their own, not one that counts twice', () => {
  expect(judge({ ...right, vfs_read: right['fs_read'] ?? [] })).toBe(true);
  expect(judge({ ...right, fs_open: [[256, 34]] })).toBe(false);
});

it('wants each call in a bucket that it can have, in the unit that is named', () => {
  expect(judge({ ...right, fs_fsync: [[2048, 9]] })).toBe(false);
  expect(judge({ ...right, fs_fsync: [[4096, 8]] })).toBe(false);
  expect(judge(right, '@')).toBe(true);
  expect(judge(right, '@ms')).toBe(false);
});

it('wants all four operations', () => {
  const others = Object.fromEntries(Object.entries(right).filter(([name]) => name !== 'fs_fsync'));
  expect(judge(others)).toBe(false);
});

it('takes other bounds only where powers of two are not asked for', () => {
  const input = { ...right, fs_open: [[300, 17]] as [number, number][] };
  expect(judge(input)).toBe(false);
  expect(judge(input, '@us', false)).toBe(true);
});
