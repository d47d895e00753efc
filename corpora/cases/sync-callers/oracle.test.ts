import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const callers = [
  { actor: 'sync-many', pid: 25117, tid: 25117, times: 13 },
  { actor: 'sync-single', pid: 25219, tid: 25219, times: 1 },
  { actor: 'sync-thread', pid: 25321, tid: 25333, times: 17 },
];
type Caller = (typeof callers)[number];

const account = [
  ...callers.map(
    (caller) =>
      `sync ${Object.entries(caller)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  ...['fsync', 'fdatasync', 'syncfs', 'sync-range', 'msync'].map(
    (call, index) => `decoy call=${call} pid=${25411 + index}`,
  ),
].join('\n');

const failures = (show: (caller: Caller) => string, ...more: readonly string[]): number =>
  oracle(
    observed(account, [...callers.flatMap((caller) => Array<string>(caller.times).fill(show(caller))), ...more]),
  ).filter(({ holds }) => !holds).length;

const countFailures = (key: (caller: Caller) => string, factor: number): number =>
  oracle(
    observed(
      account,
      [],
      callers.map((caller) => ({ map: '@', key: key(caller), value: caller.times * factor })),
    ),
  ).filter(({ holds }) => !holds).length;

describe('oracle of sync-callers', () => {
  it('accepts prints and counts with the process id', () => {
    expect(failures(({ pid }) => `${pid}\n`)).toBe(0);
    expect(failures(({ pid }) => `PID ${pid} called sync()`, 'Tracing sync... Hit Ctrl-C to end.\n')).toBe(0);
    expect(failures(({ pid, tid, actor }) => `10:00:01 ${actor}[${pid}/${tid}]\n`)).toBe(0);
    expect(countFailures(({ pid, actor }) => `${actor}, ${pid}`, 1)).toBe(0);
  });

  it('refuses a name or thread id in place of the process id, and counts that are off', () => {
    expect(failures(({ actor }) => `${actor}\n`)).toBe(3);
    expect(failures(({ tid }) => `${tid}\n`)).toBe(1);
    expect(countFailures(({ pid }) => `${pid}`, 2)).toBe(3);
  });

  it('refuses relatives of sync()', () => {
    expect(failures(({ pid }) => `${pid}\n`, '25411\n')).toBe(1);
    expect(failures(({ pid }) => `${pid}\n`, '7 by-msync\n')).toBe(1);
  });

  it('does not judge without the account of the workload', () => {
    expect(() => oracle(observed('sync actor=sync-many', []))).toThrow(KenError);
  });
});
