import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
entered shell=21139 word=ken-alder child=21140 code=83
entered shell=21139 word=ken-poplar child=21141 code=117
decoy word=ken-thistle child=21150 code=229
entered shell=22153 word=ken-willow child=22154 code=101`;

type Row = [shell: number, word: string, child: number, code: number];

const rows: Row[] = [
  [21139, 'ken-alder', 21140, 83],
  [21139, 'ken-poplar', 21141, 117],
  [22153, 'ken-willow', 22154, 101],
];

const failures = (show: (...row: Row) => string | string[], ...more: readonly string[]): number =>
  oracle(observed(account, [...rows.flatMap((row) => show(...row)), ...more])).filter(({ holds }) => !holds).length;

describe('oracle of bash-commands', () => {
  it('accepts one line or two', () => {
    expect(failures((shell, word, _, code) => `${shell} ${code} /job/kenbash leave ${word}\n`)).toBe(0);
    expect(failures((shell, word, child, code) => [`${shell} leave ${word}\n`, `${child} exit ${code}\n`])).toBe(0);
    expect(failures((_, word, __, code) => [`Command: leave ${word}\n`, `Exit code: ${code}\n`])).toBe(0);
  });

  it('refuses missing parts, codes that belong to the command before, and strangers', () => {
    expect(failures((_, word) => `${word}\n`)).toBe(3);
    expect(failures((_, __, child, code) => `${child} ${code}\n`)).toBe(3);
    expect(failures((_, word, __, code) => `${word} ${code << 8}\n`)).toBe(3);
    expect(failures((shell, word, _, code) => `${shell} ${{ 117: 83, 83: 0, 101: 0 }[code]} ${word}\n`)).toBe(3);
    expect(failures((_, word, __, code) => `${word} ${code}\n`, 'Exit code: 229\n')).toBe(1);
  });

  it('does not judge when a command did not run', () => {
    expect(() => oracle(observed(account.replace('child=21140', 'child=0'), []))).toThrow(KenError);
  });
});
