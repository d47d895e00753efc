import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const names: Record<number, string> = {
  1: 'HUP',
  2: 'INT',
  3: 'QUIT',
  10: 'USR1',
  12: 'USR2',
  15: 'TERM',
  9: 'KILL',
  14: 'ALRM',
  11: 'SEGV',
  13: 'PIPE',
};
const signals = Object.entries(names).map(([number, name], index) => ({ number, name, pid: 21107 + 1013 * index }));
const account = [
  ...signals.map(({ number, pid }) => `signal number=${number} pid=${pid} how=kill`),
  'decoy pid=31219',
].join('\n');

const failures = (show: (signal: (typeof signals)[number]) => string, ...more: readonly string[]): number =>
  oracle(observed(account, [...signals.map(show), ...more])).filter(({ holds }) => !holds).length;

describe('oracle of signal-names', () => {
  it('accepts names in any spelling, with more fields', () => {
    expect(failures(({ name, pid }) => `SIG${name} -> ${pid}\n`)).toBe(0);
    expect(failures(({ name, pid, number }) => `pid=${pid} sig=${number} (${name.toLowerCase()}) from 77\n`)).toBe(0);
    expect(failures(({ name, pid }) => `Signal: SIG${name}\nPID: ${pid}\n`, 'SIGCHLD 21107 -> 900\n')).toBe(0);
  });

  it('refuses numbers, senders and wrong names', () => {
    expect(failures(({ number, pid }) => `signal ${number} to ${pid}\n`)).toBe(10);
    expect(failures(({ name }) => `SIG${name} from 900\n`)).toBe(10);
    expect(failures(({ name, pid }) => `SIG${name === 'USR2' ? 'PIPE' : name} ${pid}\n`)).toBe(2);
    expect(failures(({ name, pid }) => `SIG${name} ${pid}\n`, 'SIGUSR1 31219\n')).toBe(1);
  });

  it('does not judge when a signal was not sent', () => {
    expect(() => oracle(observed(account.replace('signal number=9', 'other number=9'), []))).toThrow(KenError);
  });
});
