import { expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
flush pid=23101 tid=23101 name=kenflusher count=11
flush pid=23208 tid=23339 name=kenthreaded count=7
decoy pid=23315 name=kenwriter
decoy pid=23422 name=kenelsewhere`;

const times = (count: number, line: string): string[] => Array.from({ length: count }, () => `${line}\n`);
const judge = (...lines: string[]): boolean => oracle(observed(account, lines)).every(({ holds }) => holds);

it('wants each flush once with id and name', () => {
  const first = times(11, '23101 kenflusher md0');
  expect(judge(...first, ...times(7, 'pid=23208 comm=kenthreaded'))).toBe(true);
  expect(judge(...first, ...times(14, '23208 kenthreaded'))).toBe(false);
  expect(judge(...first, ...times(7, '23339 kenthreaded'))).toBe(false);
  expect(judge(...first, ...times(7, '23208'))).toBe(false);
  expect(judge(...first, ...times(7, '23208 kenthreaded'), ...times(1, '23315 kenwriter'))).toBe(false);
});
