import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retryAfterSeconds } from './retry-after.ts';

const now = Date.parse('2031-05-01T12:00:00Z');
const seconds = (value: string, name = 'retry-after') => retryAfterSeconds(new Headers({ [name]: value }), now);

test.each([
  ['0', 0],
  ['12', 12],
  [' 1.5 ', 1.5],
  ['Thu, 01 May 2031 12:01:00 GMT', 60],
  ['Thursday, 01-May-31 12:00:10 GMT', 10],
  ['Thu, 01 May 2031 11:00:00 GMT', 0],
  ['', undefined],
  ['-5', undefined],
  ['soon', undefined],
  ['1e9', undefined],
  ['2031', 2031],
  ['Xyz, no date', undefined],
])('%j means %j', (value, expected) => {
  expect(seconds(value)).toBe(expected);
});

test('milliseconds go before seconds', () => {
  expect(retryAfterSeconds(new Headers({ 'retry-after-ms': '1500', 'retry-after': '9' }), now)).toBe(1.5);
  expect(retryAfterSeconds(new Headers(), now)).toBeUndefined();
});

test('is never negative and never NaN', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]*$/), (value) => {
      const wait = seconds(value);
      expect(wait === undefined || wait >= 0).toBe(true);
    }),
  );
});
