import { describe, expect, it } from 'vitest';
import { sampleObservation } from '../judge/samples.ts';
import { readCases } from './catalogue.ts';
import { loadOracle } from './load-oracle.ts';

const cases = await readCases();

describe.each(cases)('case $id', (definition) => {
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
