import { describe, expect, it } from 'vitest';
import { decode } from '../decode.ts';
import { generateProgram } from './generate.ts';
import { interpreterAnswer } from './interpreter-answer.ts';
import { readVectors } from './vectors.ts';

describe('the interpreter', () => {
  it("gives the kernel's recorded answers", async () => {
    const vectors = await readVectors();
    expect(vectors.length).toBeGreaterThanOrEqual(150);
    for (const { seed, program, answer } of vectors) {
      expect(interpreterAnswer(program), `vector of seed ${seed}`).toBe(answer);
    }
  });
});

describe('the generator', () => {
  const programs = Array.from({ length: 300 }, (_, index) => decode(generateProgram(index).code));

  it('gives the same program for the same seed, and another one for another', () => {
    expect(generateProgram(7)).toEqual(generateProgram(7));
    expect(generateProgram(7)).not.toEqual(generateProgram(8));
  });

  it('uses every kind of instruction that programs of the loaders hold', () => {
    const kinds = new Set(programs.flat().map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'alu',
      'atomic',
      'byte-order',
      'call-helper',
      'call-local',
      'exit',
      'goto',
      'jump',
      'load',
      'move-sign-extend',
      'negate',
      'second-slot',
      'store',
      'wide-load',
    ]);
  });

  it('uses every operation, condition and size', () => {
    const forms = new Set(
      programs.flat().map((each) => {
        if (each.kind === 'alu') return `${each.operation} ${each.width} ${each.source.kind}`;
        if (each.kind === 'jump') return `${each.condition} ${each.width} ${each.right.kind}`;
        if (each.kind === 'load') return `load ${each.size} ${each.signed}`;
        if (each.kind === 'atomic') return `${each.operation} ${each.size} ${each.fetch}`;
        return '';
      }),
    );
    // 14 operations and 11 conditions by width and operand, 7 loads, 4 atomics with and without fetch and 2 with, by size.
    expect(forms.size).toBe(14 * 4 + 11 * 4 + 7 + (4 * 2 + 2) * 2 + 1);
  });
});
