import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import type { Bucket, OutputRecord } from '../../../ken/kernel/observation.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = 'computed processes=6 milliseconds=2003';

const accepts = (...buckets: readonly Bucket[]): boolean => {
  const input = observed(account, []);
  const record: OutputRecord = { source: 'map', sequence: 0, text: '', map: '@', key: '', buckets: [...buckets] };
  input.observation.records = buckets.length > 0 ? [record] : [];
  return oracle(input).every(({ holds }) => holds);
};

const bucket = (min: number, max: number, count: number): Bucket => ({ min, max, count });

describe('oracle of run-queue-length', () => {
  it('accepts linear buckets and powers of two, with or without the running thread', () => {
    expect(accepts(bucket(0, 0, 700), bucket(1, 1, 30), bucket(6, 6, 190), bucket(7, 7, 8))).toBe(true);
    expect(accepts(bucket(0, 0, 730), bucket(5, 5, 190))).toBe(true);
    expect(accepts(bucket(0, 0, 700), bucket(1, 1, 30), bucket(4, 7, 198))).toBe(true);
  });

  it('refuses a missing long queue, an idle processor that is not zero, and other quantities', () => {
    expect(accepts()).toBe(false);
    expect(accepts(bucket(0, 0, 900), bucket(1, 1, 30))).toBe(false);
    expect(accepts({ max: -1, count: 600 }, bucket(0, 0, 30), bucket(5, 5, 190))).toBe(false);
    expect(accepts(bucket(0, 0, 130), bucket(5, 5, 190), { min: 100, count: 600 })).toBe(false);
    expect(accepts(bucket(5, 5, 190))).toBe(false);
    expect(accepts(bucket(0, 0, 700), bucket(12, 12, 190))).toBe(false);
  });

  it('does not judge when the processes did not compute together', () => {
    expect(() => oracle(observed(account.replace('2003', '9000'), []))).toThrow(KenError);
  });
});
