import { expect, it } from 'vitest';
import type { OutputRecord } from '../../ken/kernel/observation.ts';
import { distributionReadings } from './distributions-by-key.ts';

const map = (fields: Partial<OutputRecord>, sequence = 0): OutputRecord => ({
  source: 'map',
  sequence,
  text: '',
  map: '@',
  ...fields,
});

const bucketsOf = (records: OutputRecord[], how: string): unknown[] | undefined =>
  distributionReadings(records)
    .find((reading) => reading.how === how)
    ?.distributions.map(({ key, buckets }) => [key, ...buckets.map(({ min, max, count }) => [min, max, count])]);

it('reads a histogram that is printed twice as cumulative or as new each time', () => {
  const records = [3, 5].map((count, sequence) =>
    map(
      {
        key: 'a',
        buckets: [
          { min: 2, max: 3, count },
          { min: 4, max: 7, count: 0 },
        ],
      },
      sequence,
    ),
  );
  expect(bucketsOf(records, 'histograms, last print')).toEqual([['a', [2, 3, 5]]]);
  expect(bucketsOf(records, 'histograms, sum of prints')).toEqual([['a', [2, 3, 8]]]);
});

it('reads arrays of 4-byte and 8-byte counters with text behind them', () => {
  const narrow = Buffer.alloc(27 * 4 + 16);
  narrow.writeUInt32LE(7, 11 * 4);
  narrow.write('kenclerk', 27 * 4);
  const wide = Buffer.alloc(32 * 8);
  wide.writeBigUInt64LE(9n, 6 * 8);
  const records = [map({ key: 'a', bytes: narrow }), map({ key: 'b', bytes: wide })];
  const expected = [
    ['a', [2048, 4095, 7]],
    ['b', [64, 127, 9]],
  ];
  expect(bucketsOf(records, 'arrays of counters from 2^0, last print')).toEqual(expected);
});

it('reads the last number of a key as a value or as an exponent, the later count of a key in place of the earlier', () => {
  const records = [map({ key: 'a, 12', value: 3 }), map({ key: 'a, 12', value: 4 }, 1), map({ key: 'b, 3', value: 1 })];
  expect(bucketsOf(records, 'counts of values, last print')).toEqual([
    ['a', [12, 12, 4]],
    ['b', [3, 3, 1]],
  ]);
  expect(bucketsOf(records, 'counts by power of two from 2^0, last print')).toEqual([
    ['a', [4096, 8191, 4]],
    ['b', [8, 15, 1]],
  ]);
});

it('finds the slot of a raw key behind its name', () => {
  const keyBytes = Buffer.alloc(24);
  keyBytes.write('ken-ledger.dat');
  keyBytes.writeUInt32LE(1, 16);
  keyBytes.writeUInt32LE(11, 20);
  const readings = distributionReadings([map({ keyBytes, value: 17 })]);
  const counted = readings.find(({ how }) => how === 'counts by power of two from 2^0, last print')?.distributions[0];
  expect(counted?.key).toContain('ken-ledger.dat');
  expect(counted?.buckets).toEqual([{ min: 2048, max: 4095, count: 17 }]);
});
