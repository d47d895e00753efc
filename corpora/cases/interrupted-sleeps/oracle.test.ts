import { describe, expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const sleeps = [
  { call: 'nanosleep', pid: 24113, times: 5, seconds: 7, nanoseconds: 531000000 },
  { call: 'clock_nanosleep', pid: 24217, times: 3, seconds: 0, nanoseconds: 947000000 },
  { call: 'thread', pid: 24359, times: 4, seconds: 19, nanoseconds: 263000000 },
];
type Sleep = (typeof sleeps)[number];

const account = [
  ...sleeps.map(
    (sleep) =>
      `interrupted ${Object.entries(sleep)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  ...['sound-sleeper', 'wrong-sleeper', 'other-waiter'].map((name, index) => `decoy name=${name} pid=${24431 + index}`),
].join('\n');

const failures = (show: (sleep: Sleep) => string, ...more: readonly string[]): number =>
  oracle(
    observed(account, [...sleeps.flatMap((sleep) => Array<string>(sleep.times).fill(show(sleep))), ...more]),
  ).filter(({ holds }) => !holds).length;

describe('oracle of interrupted-sleeps', () => {
  it('accepts the wanted time in any fine unit', () => {
    expect(failures(({ pid, seconds, nanoseconds }) => `${pid} ${seconds * 1000 + nanoseconds / 1e6} ms\n`)).toBe(0);
    expect(failures(({ pid, seconds, nanoseconds }) => `${pid} ${seconds * 1e9 + nanoseconds}\n`)).toBe(0);
    expect(failures(({ pid, seconds, nanoseconds }) => `PID ${pid}: ${seconds} s ${nanoseconds} ns\n`)).toBe(0);
    expect(failures(({ pid, seconds, nanoseconds }) => `${pid} ${seconds}.${nanoseconds} s, slept 8 ms\n`)).toBe(0);
    expect(failures(({ pid, seconds, nanoseconds }) => `${pid} ${seconds}.${nanoseconds / 1e6}\n`)).toBe(0);
  });

  it('refuses whole seconds, the time really slept, a wrong process and other sleeps', () => {
    expect(failures(({ pid, seconds }) => `${pid} ${seconds} s\n`)).toBe(3);
    expect(failures(({ pid }) => `${pid} 8 ms\n`)).toBe(3);
    expect(failures(({ seconds, nanoseconds }) => `24377 ${seconds * 1000 + nanoseconds / 1e6}\n`)).toBe(3);
    expect(failures(({ pid, nanoseconds }) => `${pid} ${nanoseconds}\n`, '24431 6 ms\n')).toBe(1);
  });
});
