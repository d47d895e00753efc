import { describe, expect, it } from 'vitest';
import type { Bucket, OutputRecord } from '../../../ken/kernel/observation.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
delays signal=10 times=7 milliseconds=45
delays signal=10 times=7 milliseconds=0
delays signal=12 times=5 milliseconds=190
delays signal=45 times=11 milliseconds=0
ignored signal=28`;

const bucket = (min: number, count: number): Bucket => ({ min, max: 2 * min - 1, count });

const right: Record<string, Bucket[]> = {
  10: [bucket(16, 6), bucket(64, 1), bucket(32768, 7)],
  12: [bucket(131072, 5)],
  45: [bucket(8, 11)],
  17: [bucket(4, 23)],
};

const failures = (histograms: Record<string, Bucket[]>): number => {
  const input = observed(account, []);
  input.observation.records = Object.entries(histograms).map(([key, buckets], sequence): OutputRecord => {
    return { source: 'map', sequence, text: '', map: '@us', key, buckets };
  });
  return oracle(input).filter(({ holds }) => !holds).length;
};

describe('oracle of signal-delivery-delays', () => {
  it('accepts histograms by signal, also by process and signal', () => {
    expect(failures(right)).toBe(0);
    const { 10: usr1 = [], ...others } = right;
    expect(failures({ ...others, '10, signal-late': usr1.slice(2), '10, signal-answer': usr1.slice(0, 2) })).toBe(0);
  });

  it('refuses other units, lost or mixed delays, and signals that are ignored', () => {
    const scaled = (factor: number): Record<string, Bucket[]> =>
      Object.fromEntries(
        Object.entries(right).map(([key, all]) => [key, all.map(({ min = 0, count }) => bucket(min * factor, count))]),
      );
    expect(failures(scaled(1024))).toBe(3);
    expect(failures(scaled(1 / 1024))).toBeGreaterThan(1);
    expect(failures({ ...right, 10: [bucket(16, 14)] })).toBe(1);
    expect(failures({ ...right, 10: [bucket(16, 7)] })).toBe(1);
    expect(failures({ ...right, 28: [bucket(2, 9)] })).toBe(1);
    expect(failures({ '': Object.values(right).flat() })).toBe(3);
  });
});
