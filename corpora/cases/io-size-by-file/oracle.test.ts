import { expect, it } from 'vitest';
import type { Bucket } from '../../../ken/kernel/observation.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
io operation=write name=a.dat inode=900001 size=70001 count=5
io operation=write name=a.dat inode=900001 size=197 count=8
io operation=read name=a.dat inode=900001 size=3001 count=23
io operation=read name=a.dat inode=900001 size=25013 count=9
io operation=write name=b.txt inode=900002 size=40 count=31
io operation=write name=b.txt inode=900002 size=611 count=12
io operation=read name=c.log inode=900003 size=150 count=23
io operation=write name=c.log inode=900003 size=9001 count=14
io operation=write name=c.log inode=900003 size=9001 count=1
decoy name=d.bin
decoy name=e.bin`;

type Counts = Record<string, [from: number, count: number][]>;

/** Buckets from a power of two to the next one. */
function judge(map: string, shown: Counts): boolean {
  const input = observed(account, []);
  const records = Object.entries(shown).map(([key, counts], sequence) => ({
    source: 'map' as const,
    sequence,
    text: '',
    map,
    key,
    buckets: counts.map(([min, count]): Bucket => ({ min, max: 2 * min - 1, count })),
  }));
  return oracle({ ...input, observation: { ...input.observation, records } }).every(({ holds }) => holds);
}

const right: Counts = {
  'a.dat': [
    [128, 8],
    [2048, 23],
    [16384, 9],
    [65536, 5],
  ],
  'b.txt': [
    [32, 31],
    [512, 12],
  ],
  'c.log': [
    [128, 23],
    [8192, 15],
  ],
};

it('accepts a histogram for each name, path or inode', () => {
  expect(judge('@bytes', right)).toBe(true);
  const paths = Object.entries(right).map(([name, counts]) => [`/tmp/${name}`, counts]);
  expect(judge('@', Object.fromEntries(paths) as Counts)).toBe(true);
  const inodes = Object.values(right).map((counts, index) => [String(900001 + index), counts]);
  expect(judge('@', Object.fromEntries(inodes) as Counts)).toBe(true);
});

it('refuses a call too many, one too few, a wrong bucket', () => {
  for (const counts of [
    [
      [32, 31],
      [512, 13],
    ],
    [
      [32, 30],
      [512, 12],
    ],
    [
      [64, 31],
      [512, 12],
    ],
  ] as [number, number][][])
    expect(judge('@', { ...right, 'b.txt': counts })).toBe(false);
});

it('refuses everything under the name of reads', () => {
  expect(judge('@reads', right)).toBe(false);
});

it('refuses sizes of a file that was not read', () => {
  expect(judge('@', { ...right, 'd.bin': [[64, 1]] })).toBe(false);
});
