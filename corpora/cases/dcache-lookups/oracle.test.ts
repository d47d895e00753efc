import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
process name=ken-existing pid=24109 calls=420 depth=5
process name=ken-missing pid=25121 calls=160 depth=5
process name=ken-descriptor pid=26141 calls=3000 depth=0`;

const failures = (existing: number, missing: number, descriptor: number): number[] => {
  const counted = {
    'ken-existing, 24109': existing,
    'ken-missing, 25121': missing,
    'ken-descriptor, 26141': descriptor,
  };
  const maps = Object.entries(counted).map(([key, value]) => ({ map: '@', key, value }));
  const prints = Object.entries(counted).flatMap(([key, times]) => Array<string>(times).fill(`1234 ${key} ken-file\n`));
  return [observed(account, [], maps), observed(account, prints)].map(
    (input) => oracle(input).filter(({ holds }) => !holds).length,
  );
};

describe('oracle of dcache-lookups', () => {
  it('accepts lookups that are listed or counted, seen by one function or several', () => {
    expect(failures(2103, 801, 9)).toEqual([0, 0]);
    expect(failures(4203, 1600, 18)).toEqual([0, 0]);
  });

  it('refuses one event per path, misses only, and calls without lookups', () => {
    expect(failures(420, 160, 1)).toEqual([2, 2]);
    expect(failures(0, 160, 0)).toEqual([2, 2]);
    expect(failures(2103, 801, 3000)).toEqual([1, 1]);
  });

  it('does not judge without the processes', () => {
    expect(() => oracle(observed('process name=ken-existing pid=24109 calls=420 depth=5', []))).toThrow(KenError);
  });
});
