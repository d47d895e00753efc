import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import type { OutputRecord } from '../../../ken/kernel/observation.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
burst number=1 size480=5000 size4800=3000 size48=4000
quiet pages=3000
burst number=2 size480=2500 size4800=1500 size48=2000`;

type Second = Record<number, number>;
const seconds: Second[] = [
  { 32: 4100, 256: 5010, 4096: 3000 },
  { 32: 60 },
  { 32: 2090, 256: 2550, 4096: 1501, 128: 40 },
];

const prints = (histograms: readonly Second[]): OutputRecord[] =>
  histograms.map((counts, sequence) => ({
    source: 'map',
    sequence,
    text: '',
    map: '@bytes',
    key: '',
    buckets: Object.entries(counts).map(([min, count]) => ({ min: Number(min), max: 2 * Number(min) - 1, count })),
  }));

const failures = (records: OutputRecord[]): number => {
  const input = observed(account, []);
  input.observation.records = records;
  return oracle(input).filter(({ holds }) => !holds).length;
};

describe('oracle of kernel-allocations', () => {
  it('accepts a histogram per second, and one at the end beside numbers', () => {
    expect(failures(prints(seconds))).toBe(0);
    const numbers = [12110, 60, 6181].map((value, sequence): OutputRecord => ({
      source: 'print',
      sequence,
      text: `${value} allocations\n`,
    }));
    const total = prints([{ 32: 6250, 256: 7560, 4096: 4501 }]).map((record) => ({ ...record, sequence: 9 }));
    expect(failures([...numbers, ...total])).toBe(0);
    expect(failures(numbers)).toBe(1);
    expect(failures(total)).toBe(1);
  });

  it('refuses histograms that grow, hold everything twice, or miss a kind', () => {
    const [first = {}, , third = {}] = seconds;
    const grown = Object.fromEntries(
      Object.entries(first).map(([size, count]) => [size, count + (third[Number(size)] ?? 0)]),
    );
    expect(failures(prints([first, first, grown, grown]))).toBe(1);
    const twice = seconds.map((second) =>
      Object.fromEntries(Object.entries(second).map(([size, count]) => [size, 2 * count])),
    );
    expect(failures(prints(twice))).toBe(1);
    expect(failures(prints(seconds.map((second) => ({ ...second, 32: 0 }))))).toBe(2);
  });

  it('does not judge without the bursts', () => {
    expect(() => oracle(observed('quiet pages=1', []))).toThrow(KenError);
  });
});
