import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
errors name=ken-absent pid=24101 code=2 first=618 second=246
errors name=ken-denied pid=25111 code=13 first=426 second=780
errors name=ken-badfd pid=26113 code=9 first=333 second=555
decoy name=ken-fine pid=27127 code=0 first=500 second=500`;

type Row = [name: string, pid: number, code: number, count: number];

const rows: Row[] = [
  ['ken-absent', 24101, 2, 618],
  ['ken-denied', 25111, 13, 426],
  ['ken-absent', 24101, 2, 246],
  ['ken-denied', 25111, 13, 780],
];
const names: Record<number, string> = { 2: 'ENOENT', 13: 'EACCES' };

const failures = (line: (...row: Row) => string, ...more: readonly string[]): number =>
  oracle(observed(account, [...rows.map((row) => line(...row)), ...more])).filter(({ holds }) => !holds).length;

describe('oracle of syscall-errors', () => {
  it('accepts names and numbers of codes and processes', () => {
    expect(failures((name, _, code, count) => `${name} ${-code}: ${count}\n`)).toBe(0);
    expect(failures((_, pid, code, count) => `pid ${pid} ${names[code] ?? ''} ${count}/s\n`)).toBe(0);
    expect(failures((name, pid, code, count) => `10:11:12 ${name}(${pid}) err=${code} n=${count}\n`)).toBe(0);
  });

  it('refuses a missing code, a missing process, wrong counts and the decoy', () => {
    expect(failures((name, _, __, count) => `${name} ${count}\n`)).toBe(2);
    expect(failures((_, __, code, count) => `${-code} ${count}\n`)).toBe(2);
    expect(failures((name, _, code, count) => `${name} ${-code} ${Math.round(count / 2)}\n`)).toBe(2);
    expect(failures((name, _, code, count) => `${name} ${-code} ${count}\n`, 'ken-fine -2 3\n')).toBe(1);
  });

  it('does not judge without the failures', () => {
    expect(() => oracle(observed('decoy name=ken-fine pid=27127 code=0 first=500 second=500', []))).toThrow(KenError);
  });
});
