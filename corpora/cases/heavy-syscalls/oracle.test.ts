import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
calls name=ken-asks pid=24107 number=110 first=6200 second=2400
calls name=ken-masks pid=25117 number=95 first=3400 second=7600
calls name=ken-fails pid=26119 number=124 first=4800 second=1900`;

type Row = [name: string, pid: number, number: number, call: string, count: number];

const rows: Row[] = [
  ['ken-asks', 24107, 110, 'getppid', 6200],
  ['ken-masks', 25117, 95, 'umask', 3401],
  ['ken-fails', 26119, 124, 'getsid', 4800],
  ['ken-asks', 24107, 110, 'getppid', 2400],
  ['ken-masks', 25117, 95, 'umask', 7600],
  ['ken-fails', 26119, 124, 'getsid', 1900],
];

const failures = (line: (...row: Row) => string | string[]): number =>
  oracle(
    observed(
      account,
      rows.flatMap((row) => line(...row)),
    ),
  ).filter(({ holds }) => !holds).length;

describe('oracle of heavy-syscalls', () => {
  it('accepts one table or two, numbers or names', () => {
    expect(failures((name, _, number, __, count) => `${name} ${number}: ${count}\n`)).toBe(0);
    expect(failures((_, pid, __, call, count) => `[${pid}, tracepoint:syscalls:sys_enter_${call}] ${count}\n`)).toBe(0);
    expect(
      failures((name, _, number, __, count) => [`process ${name}: ${count + 20}\n`, `syscall ${number} -> ${count}\n`]),
    ).toBe(0);
  });

  it('refuses a missing half and wrong counts', () => {
    expect(failures((name, _, __, ___, count) => `${name}: ${count}\n`)).toBe(3);
    expect(failures((_, __, number, ___, count) => `${number}: ${count}\n`)).toBe(3);
    expect(failures((name, _, number, __, count) => `${name} ${number}: ${2 * count}\n`)).toBe(6);
  });

  it('does not judge without the calls', () => {
    expect(() => oracle(observed('calls name=ken-asks pid=24107 number=110 first=1 second=1', []))).toThrow(KenError);
  });
});
