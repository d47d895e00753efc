import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import type { Bucket, OutputRecord } from '../../../ken/kernel/observation.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = 'waits count=144 shortest=37900 longest=39200 rounds=36';

const accepts = (...buckets: readonly Bucket[]): boolean => {
  const input = observed(account, []);
  const record: OutputRecord = { source: 'map', sequence: 0, text: '', map: '@', key: '', buckets: [...buckets] };
  input.observation.records = buckets.length > 0 ? [record] : [];
  return oracle(input).every(({ holds }) => holds);
};

const bucket = (min: number, max: number, count: number): Bucket => ({ min, max, count });

describe('oracle of run-queue-latency', () => {
  it('accepts every unit, powers of two and linear buckets', () => {
    expect(accepts(bucket(8, 15, 900), bucket(32768, 65535, 147))).toBe(true);
    expect(accepts(bucket(8192, 16383, 900), bucket(2 ** 25, 2 ** 26 - 1, 147))).toBe(true);
    expect(accepts(bucket(0, 0, 900), bucket(32, 63, 147))).toBe(true);
    expect(accepts(bucket(0, 999, 900), bucket(37000, 37999, 70), bucket(38000, 38999, 77))).toBe(true);
  });

  it('refuses other quantities', () => {
    expect(accepts()).toBe(false);
    expect(accepts(bucket(8, 15, 900), bucket(32768, 65535, 36))).toBe(false);
    expect(accepts(bucket(8, 15, 900), bucket(32768, 65535, 288))).toBe(false);
    expect(accepts(bucket(8, 15, 900), bucket(65536, 131071, 147))).toBe(false);
    expect(accepts(bucket(0, 0, 1047))).toBe(false);
  });

  it('does not judge when the processes did not wait', () => {
    expect(() => oracle(observed(account.replace('144', '20'), []))).toThrow(KenError);
  });
});
