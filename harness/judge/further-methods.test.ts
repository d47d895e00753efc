import { describe, expect, it } from 'vitest';
import type { CaseDefinition } from '../cases/case.ts';
import { decideOtherwise } from './further-methods.ts';
import type { StoredLabels } from './stored-labels.ts';

const bpftrace = (text: string): { framework: 'bpftrace'; text: string } => ({ framework: 'bpftrace', text });
const definition = {
  id: 'one',
  references: [{ ...bpftrace('kprobe:f { @ = count(); }'), file: 'reference.bt' }],
  alternatives: [],
  mutants: [
    { ...bpftrace('// fault: wrong probe\nkprobe:g { @ = count(); }'), file: 'mutants/g.bt', fault: 'wrong probe' },
  ],
} as unknown as CaseDefinition;
const undecided = { judgement: 'unjudged' as const, method: 'none' as const, evidence: [] };
const labels: StoredLabels = {
  find: () => ({ case: 'one', program: '', label: 'incorrect', readers: 2, why: 'counts too much' }),
};
const decide = (text: string, further = {}, opinion: Parameters<typeof decideOtherwise>[3] = null) =>
  decideOtherwise(undecided, definition, bpftrace(text), opinion, further);

describe('decideOtherwise', () => {
  it('knows a program of the case in another layout', () => {
    expect(decide('kprobe:f\n{\n  @ = count();\n}', { identity: true })).toMatchObject({
      judgement: 'correct',
      method: 'identity',
    });
    expect(decide('kprobe:g { @ = count(); } // mine', { identity: true })).toMatchObject({
      judgement: 'incorrect',
      method: 'identity',
      evidence: [{ holds: false, evidence: 'the same: wrong probe' }],
    });
  });

  it('asks a label last', () => {
    const equivalent = { result: 'equivalent' as const, reference: 'reference.bt', reason: '' };
    expect(decide('kprobe:h {}', { identity: true, labels }, equivalent)).toMatchObject({ method: 'equivalence' });
    expect(decide('kprobe:h {}', { identity: true, labels })).toMatchObject({
      judgement: 'incorrect',
      method: 'label',
      evidence: [{ evidence: 'counts too much' }],
    });
  });

  it('leaves undecided what no method knows, and decided what was decided', () => {
    expect(decide('kprobe:h {}', { identity: true })).toEqual(undecided);
    expect(decide('kprobe:f { @ = count(); }')).toEqual(undecided);
    const wrong = { judgement: 'incorrect' as const, method: 'oracle' as const, evidence: [] };
    const same = bpftrace('kprobe:f { @ = count(); }');
    expect(decideOtherwise(wrong, definition, same, null, { identity: true })).toEqual(wrong);
  });
});
