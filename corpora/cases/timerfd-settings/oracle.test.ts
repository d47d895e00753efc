import { describe, expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const timers = [
  { actor: 'timer-both', pid: 24211, initial: 5417, interval: 2339 },
  { actor: 'timer-short', pid: 24317, initial: 613, interval: 457 },
  { actor: 'timer-mixed', pid: 24421, initial: 3571, interval: 719 },
  { actor: 'timer-later', pid: 24533, initial: 887, interval: 61007 },
];

const account = [
  ...timers.map(
    (fields) =>
      `timer ${Object.entries(fields)
        .map((pair) => pair.join('='))
        .join(' ')} times=1`,
  ),
  'decoy actor=timer-decoy pid=24709',
].join('\n');

type Timer = (typeof timers)[number];

const failures = (show: (timer: Timer) => string, ...more: string[]): number =>
  oracle(observed(account, [...timers.map(show), ...more])).filter(({ holds }) => !holds).length;

describe('oracle of timerfd-settings', () => {
  it('accepts both times in any order, with and without names', () => {
    expect(failures(({ pid, initial, interval }) => `${pid} ${initial} ${interval}\n`)).toBe(0);
    expect(failures(({ actor, initial, interval }) => `${actor} interval=${interval}ms initial=${initial}ms\n`)).toBe(
      0,
    );
  });

  it('refuses mixed-up names, other units, a missing time and other timers', () => {
    expect(failures(({ pid, initial, interval }) => `${pid} initial ${interval} interval ${initial}\n`)).toBe(4);
    expect(failures(({ pid, initial, interval }) => `${pid} ${initial}000 ${interval}000\n`)).toBe(4);
    expect(failures(({ pid, initial }) => `${pid} ${initial}\n`)).toBe(4);
    expect(failures(({ pid, initial, interval }) => `${pid} ${initial} ${interval}\n`, '24709 9557 7331\n')).toBe(1);
  });
});
