import { describe, expect, it } from 'vitest';
import { attachPoints } from '../../ken/kernel/gate/attach-points.ts';
import { sampleObservation } from '../judge/samples.ts';
import { readCases } from './catalogue.ts';
import { loadOracle } from './load-oracle.ts';

const cases = await readCases();
const exercised = cases.filter(({ notExercised }) => notExercised === undefined);

describe.each(exercised)('case $id', (definition) => {
  it('has right programs of more than one shape and at least six different mutants', () => {
    expect(definition.alternatives.length).toBeGreaterThan(0);
    const texts = definition.mutants.map(({ text }) => text.replace(/^.*\n/, ''));
    expect(new Set(texts).size).toBe(definition.mutants.length);
    expect(definition.mutants.length).toBeGreaterThanOrEqual(6);
    for (const right of [...definition.references, ...definition.alternatives]) expect(texts).not.toContain(right.text);
  });

  it('has an oracle that calls a run without a workload account the fault of the guest', async () => {
    const oracle = await loadOracle(definition.folder);
    expect(() => oracle({ framework: 'bpftrace', observation: sampleObservation(), facts: [] })).toThrow(
      expect.objectContaining({ name: 'KenError', code: 'guest' }) as Error,
    );
  });
});

describe.each(cases.filter((definition) => !exercised.includes(definition)))('case $id', (definition) => {
  it('that the guest cannot exercise has valid patterns, which right bpftrace programs match', () => {
    const patterns = (definition.notExercised?.neededAttachPoints ?? []).map((pattern) => new RegExp(pattern, 'i'));
    const programs = [...definition.references, ...definition.alternatives].filter(
      ({ framework }) => framework === 'bpftrace',
    );
    expect(programs.length).toBeGreaterThan(1);
    const found = (text: string): boolean =>
      patterns.length === 0 || attachPoints(text).some(({ name }) => patterns.some((pattern) => pattern.test(name)));
    expect(programs.filter(({ text }) => !found(text))).toEqual([]);
    expect(definition.mutants.filter(({ framework, text }) => framework === 'bpftrace' && found(text))).toEqual([]);
  });
});
