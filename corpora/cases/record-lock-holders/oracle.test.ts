import { expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const pairs = [
  { waiter: 20114, holder: 20011, times: 1 },
  { waiter: 20320, holder: 20217, times: 2 },
  { waiter: 20526, holder: 20423, times: 1 },
];
const account = [
  ...pairs.flatMap(({ waiter, holder, times }) => [
    `holder path=/tmp/${holder} pid=${holder}`,
    `waiter path=/tmp/${holder} pid=${waiter} times=${times}`,
  ]),
  ...['flock', 'flock', 'refused', 'free'].map((kind, index) => `decoy kind=${kind} pid=${20629 + index}`),
].join('\n');

type Pair = (typeof pairs)[number];

const accepts = (show: (pair: Pair) => string, ...more: string[]): boolean =>
  oracle(observed(account, [...pairs.flatMap((pair) => Array<string>(pair.times).fill(show(pair))), ...more])).every(
    ({ holds }) => holds,
  );

it('accepts both processes in their parts', () => {
  expect(accepts(({ waiter, holder }) => `${waiter} waits for ${holder}\n`)).toBe(true);
  expect(accepts(({ waiter, holder }) => `holder=${holder} waiter=${waiter} (ken-lock-3)\n`)).toBe(true);
  expect(accepts(({ waiter, holder }) => `${waiter} blocked by ${holder}\n`, 'WAITER HOLDER\n')).toBe(true);
});

it('refuses swapped parts, a missing holder, repeated reports and processes that do not wait for a record lock', () => {
  const right = ({ waiter, holder }: Pair): string => `${waiter} waits for ${holder}\n`;
  expect(accepts(({ waiter, holder }) => `holder=${waiter} waiter=${holder}\n`)).toBe(false);
  expect(accepts(({ waiter, holder }) => `${holder} ${waiter}\n`)).toBe(false);
  expect(accepts(({ waiter }) => `${waiter} waits\n`)).toBe(false);
  expect(accepts(right, '20114 waits for 20011\n')).toBe(false);
  expect(accepts(right, '20630 waits for 20629\n')).toBe(false);
});
