import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `locks actor=kenfirst pid=24211 times=1733
decoy actor=kensemaphore pid=24317 times=900
locks actor=kensecond pid=24421 times=613
decoy actor=kenfutex pid=24533 times=900`;

type Entry = [key: string, value: number, map?: string];
const failures = (entries: readonly Entry[], printed: readonly string[] = []): number =>
  oracle(
    observed(
      account,
      printed,
      entries.map(([key, value, map = '@locks']) => ({ map, key, value })),
    ),
  ).filter(({ holds }) => !holds).length;

const own: Entry[] = [
  ['kenfirst, 24211', 1738],
  ['kensecond, 24421', 618],
];

describe('oracle of mutex-locks', () => {
  it('accepts counts by process, by mutex, in total', () => {
    expect(failures([...own, ['kenfutex, 24533', 4]])).toBe(0);
    expect(
      failures([
        ['18446612686451134464', 1735],
        ['18446612686451134000', 615],
        ['18446612686451135000', 40],
      ]),
    ).toBe(0);
    expect(failures([['', 2450]])).toBe(0);
    const nanoseconds: Entry = ['kensemaphore, 24317', 1015, '@average'];
    expect(failures([...own, nanoseconds])).toBe(0);
    expect(failures([], ['locks in this second: 2391\n', 'locks in this second: 13\n'])).toBe(0);
  });

  it('refuses counts of other things', () => {
    expect(
      failures([
        ['kenfirst', 63],
        ['kensecond', 56],
        ['kenfutex', 942],
      ]),
    ).toBe(2);
    expect(failures([...own, ['kensemaphore, 24317', 941]])).toBe(1);
    expect(
      failures([
        ['kenfirst', 2 * 1738],
        ['kensecond', 2 * 618],
      ]),
    ).toBe(2);
    expect(failures([['', 120]])).toBeGreaterThan(0);
    expect(failures([['', 12000]])).toBeGreaterThan(0);
    expect(
      failures([
        ['1', 1735],
        ['2', 40],
      ]),
    ).toBeGreaterThan(0);
    expect(failures([], ['Tracing mutex locks\n'])).toBeGreaterThan(0);
  });

  it('does not judge an incomplete workload', () => {
    expect(() => oracle(observed(account.split('\n').slice(1).join('\n'), []))).toThrow(KenError);
  });
});
