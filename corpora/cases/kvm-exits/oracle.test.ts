import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `exits reason=114 name=cpuid count=73
exits reason=123 name=ioio count=41
exits reason=120 name=hlt count=9`;
const counts: [number, string, number][] = [
  [114, 'CPUID', 73],
  [123, 'IOIO', 41],
  [120, 'HLT', 9],
];

const failures = (maps: { map: string; key: string; value: number }[], printed: readonly string[] = []): number =>
  oracle(observed(account, printed, maps)).filter(({ holds }) => !holds).length;
const keyed = (key: (reason: number, name: string) => string): { map: string; key: string; value: number }[] =>
  counts.map(([reason, name, value]) => ({ map: '@', key: key(reason, name), value }));

describe('oracle of kvm-exits', () => {
  it('accepts numbers, hex, names, further keys, a line for each exit', () => {
    expect(failures(keyed((reason) => `${reason}`))).toBe(0);
    expect(failures(keyed((reason) => `0x${reason.toString(16)}`))).toBe(0);
    expect(failures(keyed((_, name) => `SVM_EXIT_${name}`))).toBe(0);
    expect(failures(keyed((reason) => `${reason}, kenkvm, 311`))).toBe(0);
    const lines = counts.flatMap(([reason, , count]) => Array<string>(count).fill(`exit_reason ${reason} vcpu 0\n`));
    expect(failures([], lines)).toBe(0);
  });

  it('accepts that the last halt has no entry behind it, and only that', () => {
    const changed = (reason: string, by: number): ReturnType<typeof keyed> =>
      keyed((number) => `${number}`).map((entry) =>
        entry.key === reason ? { ...entry, value: entry.value + by } : entry,
      );
    expect(failures(changed('120', -1))).toBe(0);
    expect(failures(changed('120', -2))).toBe(1);
    expect(failures(changed('114', -1))).toBe(1);
    expect(failures(changed('120', 8))).toBe(1);
  });

  it('refuses other keys and other counts', () => {
    expect(failures(keyed((reason) => (reason === 123 ? '2' : reason === 120 ? '5' : '0')))).toBe(3);
    expect(failures([{ map: '@', key: 'kenkvm', value: 124 }])).toBe(3);
    expect(failures([{ map: '@', key: '120', value: 9 }])).toBe(2);
    expect(failures(keyed((reason) => `${reason}`).map((entry) => ({ ...entry, value: 1 })))).toBe(3);
    expect(failures([], ['Tracing VM exits\n'])).toBe(3);
  });

  it('does not judge without the account', () => {
    expect(() => oracle(observed('done pid=1', []))).toThrow(KenError);
  });
});
