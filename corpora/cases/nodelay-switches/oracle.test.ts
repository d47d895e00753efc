import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../harness/judge/oracle.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const switches = [
  { actor: 'on-four', pid: 24211, value: 1, times: 3 },
  { actor: 'off-four', pid: 24317, value: 0, times: 2 },
  { actor: 'on-six', pid: 24421, value: 1, times: 2 },
  { actor: 'off-six', pid: 24533, value: 0, times: 3 },
];

const account = [
  ...switches.map(
    (fields) =>
      `switch ${Object.entries(fields)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  ...[1, 2, 3, 4, 5].map((number) => `decoy kind=other-${number} pid=${26000 + number}`),
].join('\n');

type Switch = (typeof switches)[number];

const failures = (show: (shown: Switch) => string): Finding[] => {
  const printed = switches.flatMap((shown) => Array<string>(shown.times).fill(show(shown)));
  return oracle(observed(account, printed)).filter(({ holds }) => !holds);
};

const ringFailures = (record: (shown: Switch) => number[]): number => {
  const input = observed(account, []);
  const records = switches
    .flatMap((shown) => Array<number[]>(shown.times).fill(record(shown)))
    .map((numbers, sequence) => {
      const bytes = new Uint8Array(Uint32Array.from(numbers).buffer);
      return { source: 'ring' as const, sequence, text: '', bytes };
    });
  return oracle({ ...input, observation: { ...input.observation, records } }).filter(({ holds }) => !holds).length;
};

describe('oracle of nodelay-switches', () => {
  it('reads the direction as a number, as a word and by Nagle', () => {
    expect(failures(({ pid, value }) => `${pid} TCP_NODELAY=${value}\n`)).toEqual([]);
    expect(failures(({ pid, value }) => `${pid} level 6 option 1 ${value ? 'enabled' : 'disabled'}\n`)).toEqual([]);
    expect(failures(({ pid, value }) => `${pid} ${value ? 'disables' : 'enables'} Nagle\n`)).toEqual([]);
  });

  it('refuses directions that are missing, inverted or the same', () => {
    expect(failures(({ pid }) => `${pid} sets TCP_NODELAY\n`)).toHaveLength(1);
    expect(failures(({ pid, value }) => `${pid} TCP_NODELAY ${value ? 'off' : 'on'}\n`)).toHaveLength(1);
    expect(failures(({ pid }) => `${pid} TCP_NODELAY 1\n`)).toHaveLength(1);
  });

  it('finds the direction in raw records by the place that tells them apart', () => {
    expect(ringFailures(({ pid, value }) => [pid, value])).toBe(0);
    expect(ringFailures(({ pid, value }) => [pid, 1 - value])).toBe(1);
    expect(ringFailures(({ pid }) => [pid, 1])).toBe(1);
  });
});
