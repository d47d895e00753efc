import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputRecord } from '../../ken/kernel/observation.ts';
import { countBetween, distributions } from './distributions.ts';

const histogram = (sequence: number, key: string, counts: Record<number, number>): OutputRecord => ({
  source: 'map',
  sequence,
  text: '',
  map: '@',
  key,
  buckets: Object.entries(counts).map(([min, count]) => ({ min: Number(min), max: 2 * Number(min) - 1, count })),
});

const integersAsBytes = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => bytes.writeBigUInt64LE(BigInt(value), 8 * index));
  return bytes;
};

describe('distributions', () => {
  it('reads the last print and the sum of prints, all keys together', () => {
    const read = distributions([
      histogram(0, 'a', { 16: 3 }),
      histogram(0, 'b', { 16: 4, 32: 1 }),
      histogram(1, 'a', { 16: 10 }),
    ]);
    expect(read.map((each) => countBetween(each, 20, 20))).toEqual([10, 17]);
    expect(read.map((each) => countBetween(each, 20, 40))).toEqual([10, 18]);
  });

  it('reads slots of BPF C in the key and in the value', () => {
    const counts = fc.array(fc.nat({ max: 1000 }), { minLength: 27, maxLength: 27 });
    fc.assert(
      fc.property(counts, (slots) => {
        const inKeys = slots.map((count, slot): OutputRecord => ({
          source: 'map',
          sequence: slot,
          text: '',
          map: 'slots',
          keyBytes: integersAsBytes(slot).subarray(0, 4),
          bytes: integersAsBytes(count),
        }));
        const inValue: OutputRecord = {
          source: 'map',
          sequence: 0,
          text: '',
          map: 'slots',
          keyBytes: Buffer.alloc(4),
          bytes: integersAsBytes(...slots),
        };
        for (const records of [inKeys, [inValue]])
          expect(distributions(records).map((each) => countBetween(each, 5000, 5000))).toContain(slots[12]);
      }),
    );
  });

  it('takes no plain counters for a histogram', () => {
    const counters = { source: 'map' as const, sequence: 0, text: '', map: '@', key: '480', value: 12 };
    expect(distributions([counters, { ...counters, key: '512' }])).toEqual([]);
  });
});
