import { expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const changes = [
  { pid: 19011, before: 0o22, after: 0o137 },
  { pid: 19011, before: 0o137, after: 0o246 },
  { pid: 19011, before: 0o246, after: 0o351 },
  { pid: 19321, before: 0o22, after: 0o67 },
];
const account = [
  ...changes.map(({ pid, before, after }) => `changed pid=${pid} thread=${pid} before=${before} after=${after}`),
  'decoy kind=same pid=19219',
  'decoy kind=modes pid=19423',
].join('\n');

const accepts = (show: (change: (typeof changes)[number]) => string, ...more: string[]): boolean =>
  oracle(observed(account, [...changes.map(show), ...more])).every(({ holds }) => holds);

const octal = (mask: number): string => mask.toString(8).padStart(4, '0');

it('accepts masks in octal, decimal and hexadecimal', () => {
  expect(accepts(({ pid, before, after }) => `${pid} ${octal(before)} -> ${octal(after)}\n`)).toBe(true);
  expect(accepts(({ pid, before, after }) => `pid=${pid} new=${after} old=${before}\n`)).toBe(true);
  expect(accepts(({ pid, before, after }) => `${pid} 0x${before.toString(16)} 0x${after.toString(16)}\n`)).toBe(true);
});

it('refuses swapped masks, one mask only, and calls that change nothing', () => {
  const right = ({ pid, before, after }: (typeof changes)[number]): string =>
    `${pid} ${octal(before)} -> ${octal(after)}\n`;
  expect(accepts(({ pid, before, after }) => `${pid} ${octal(after)} -> ${octal(before)}\n`)).toBe(false);
  expect(accepts(({ pid, after }) => `${pid} ${octal(after)}\n`)).toBe(false);
  expect(accepts(right, '19011 0137 -> 0137\n')).toBe(false);
  expect(accepts(right, '19219 0022 -> 0022\n')).toBe(false);
  expect(accepts(right, '19321 0022 -> 0067\n')).toBe(false);
});
