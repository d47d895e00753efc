import { describe, expect, it } from 'vitest';
import type { Item } from '../../harness/judge/toolbox.ts';
import { showsTime, spanIn, unitsAllowed } from './latencies.ts';

const span = { min: 7_300_000, max: 9_000_000 };
const item = (text: string): Item => ({ kind: 'print', text, records: [], parts: [] });

describe('showsTime', () => {
  it.each(['5217 7', '5217 lat=7351', 'latency 7351022 ns', '7.36 ms', 'took 0.0074', '7ms', 'LAT(us): 7400'])(
    'finds the time in %j',
    (text) => {
      expect(showsTime(item(text), span)).toBe(true);
    },
  );

  it.each(['5217 6', '7351 ms', 'latency: 7351022 us', 'latency_ns 7351', '12:07:08 5217', '0'])(
    'not in %j',
    (text) => {
      expect(showsTime(item(text), span)).toBe(false);
    },
  );

  it('reads raw integers', () => {
    const bytes = Buffer.alloc(16);
    bytes.writeBigUInt64LE(7_351_022n, 8);
    expect(showsTime({ kind: 'ring', text: '', bytes: [bytes], records: [], parts: [] }, span)).toBe(true);
  });
});

it('takes the unit that a name states', () => {
  expect(unitsAllowed('@us[read]')).toEqual(['us']);
  expect(unitsAllowed('@usecs')).toEqual(['us']);
  expect(unitsAllowed('@status[bus]')).toEqual(['ns', 'us', 'ms']);
  expect(spanIn('ms', span)).toEqual({ min: 7, max: 9 });
});
