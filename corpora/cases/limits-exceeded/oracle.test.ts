import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
process name=ken-files pid=24113 refused=7
process name=ken-unlucky pid=25127 refused=0
process name=ken-memory pid=26147 refused=5
process name=ken-asker pid=27143 refused=0`;

const failures = (files: number, memory: number, ...more: readonly string[]): number[] => {
  const rows = [
    ['ken-files, 24113', files],
    ['ken-memory, 26147', memory],
  ] as const;
  const lines = rows.flatMap(([key, times]) => Array<string>(times).fill(`limit exceeded by ${key}: 8\n`));
  const maps = rows.flatMap(([key, value]) => (value > 0 ? [{ map: '@', key, value }] : []));
  return [observed(account, [...lines, ...more]), observed(account, more, maps)].map(
    (input) => oracle(input).filter(({ holds }) => !holds).length,
  );
};

describe('oracle of limits-exceeded', () => {
  it('accepts refusals that are listed or counted, also when seen in two places', () => {
    expect(failures(7, 5)).toEqual([0, 0]);
    expect(failures(14, 15)).toEqual([0, 0]);
  });

  it('refuses a limit that is not covered, every open, and the decoys', () => {
    expect(failures(7, 0)).toEqual([1, 1]);
    expect(failures(44, 5)).toEqual([1, 1]);
    expect(failures(7, 5, 'ken-unlucky ENOENT\n')).toEqual([1, 1]);
    expect(failures(0, 0, '27143 setrlimit\n')).toEqual([3, 3]);
  });

  it('does not judge when no limit was reached', () => {
    expect(() => oracle(observed(account.replace('refused=7', 'refused=0'), []))).toThrow(KenError);
  });
});
