import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import type { OutputRecord } from '../../../ken/kernel/observation.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
burst number=1 calls=18000 start=2100 end=2200
faults count=6000
burst number=2 calls=45000 start=5500 end=5700`;

const acceptsLines = (values: readonly (number | string)[]): boolean =>
  oracle(
    observed(
      account,
      values.map((value) => `${value}\n`),
    ),
  ).every(({ holds }) => holds);

/** The prints of one map, one after another. */
const acceptsPrints = (prints: readonly Record<string, number>[]): boolean => {
  const input = observed(account, []);
  input.observation.records = prints.flatMap((print, sequence) =>
    Object.entries(print).map(([key, value]): OutputRecord => ({
      source: 'map',
      sequence,
      text: '',
      map: '@',
      key,
      value,
    })),
  );
  return oracle(input).every(({ holds }) => holds);
};

const perSecond = [2130, 1922, 20035, 1931, 1918, 47105, 1940, 12];

describe('oracle of syscall-rate', () => {
  it('accepts one number for each second: printed maps, lines with more columns, a burst cut by a tick', () => {
    expect(acceptsPrints(perSecond.map((value) => ({ '': value })))).toBe(true);
    expect(acceptsLines(perSecond.map((value, second) => `10:02:${10 + second} ${second} syscalls/s: ${value}`))).toBe(
      true,
    );
    expect(acceptsLines([1930, 1922, 16100, 5835, 1931, 1918, 43905, 4200])).toBe(true);
  });

  it('accepts counts that are kept by second, with quiet seconds missing', () => {
    expect(acceptsPrints([{ 3: 9, 57: 18035, 58: 31, 61: 45105, 62: 40 }])).toBe(true);
    expect(acceptsPrints([{ '10:00:57': 18035, '10:01:01': 45105 }])).toBe(true);
  });

  it('refuses a counter that grows, one that counts double, and one that drops calls', () => {
    let total = 0;
    expect(acceptsLines(perSecond.map((value) => (total += value)))).toBe(false);
    expect(acceptsLines(perSecond.map((value) => 2 * value))).toBe(false);
    expect(acceptsLines(perSecond.map((value) => Math.round(value * 0.7)))).toBe(false);
  });

  it('refuses more or fewer numbers than seconds', () => {
    expect(acceptsLines(perSecond.flatMap((value) => [value, 0]))).toBe(false);
    expect(acceptsLines([4052, 21966, 49023, 1952])).toBe(false);
    expect(acceptsPrints([{ '': 73391 }])).toBe(false);
  });

  it('refuses a breakdown without a global figure', () => {
    const halves = perSecond.map((value) => ({ kenrate0: Math.floor(value / 2), kenrate1: Math.ceil(value / 2) }));
    expect(acceptsPrints(halves)).toBe(false);
    expect(acceptsPrints([{ 0: 45000, 1: 18000 }])).toBe(false);
  });

  it('does not judge when the bursts did not happen', () => {
    expect(() => oracle(observed(account.replace('calls=45000', 'calls=9000'), []))).toThrow(KenError);
  });
});
