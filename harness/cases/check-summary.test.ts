import { describe, expect, it } from 'vitest';
import type { JudgeResult } from '../judge/judge-result.ts';
import { sampleGate } from '../judge/samples.ts';
import type { CheckedProgram } from './check-case.ts';
import { formatCheck, summariseCheck } from './check-summary.ts';

const result = (judgement: JudgeResult['judgement'], method: JudgeResult['method'] = 'oracle'): JudgeResult => ({
  gate: sampleGate(method === 'gate' ? { status: 'rejected' } : {}),
  judgement,
  method,
  evidence: judgement === 'correct' ? [] : [{ holds: false, claim: 'it is right', evidence: '"seen"' }],
  repairs: [],
  seconds: 2,
});

const checked = (role: CheckedProgram['role'], ...results: JudgeResult[]): CheckedProgram[] => [
  { case: 'fork-events', file: `${role}.bt`, role, results },
];

const problems = (programs: CheckedProgram[]): string[] =>
  summariseCheck(programs).flatMap((summary) => summary.problems.map(({ kind }) => kind));

describe('summariseCheck', () => {
  it('finds nothing wrong with a right case', () => {
    const programs = [
      ...checked('reference', result('correct'), result('correct')),
      ...checked('mutant', result('incorrect')),
    ];
    expect(summariseCheck(programs)).toMatchObject([
      {
        case: 'fork-events',
        right: { runs: 2, correct: 2 },
        mutants: { programs: 1, killed: 1 },
        seconds: 6,
        problems: [],
      },
    ]);
    expect(formatCheck(summariseCheck(programs), 3)).toContain('mutation score: 1 of 1 (100.0 %)');
  });

  it('names every kind of problem', () => {
    expect(problems(checked('reference', result('incorrect')))).toEqual(['refused']);
    expect(problems(checked('alternative', result('incorrect', 'gate')))).toEqual(['refused']);
    expect(problems(checked('reference', result('correct'), result('incorrect')))).toEqual(['flaky']);
    expect(problems(checked('reference', result('unjudged', 'none')))).toEqual(['unjudged']);
    expect(problems(checked('mutant', result('correct')))).toEqual(['survived']);
    expect(problems(checked('mutant', result('incorrect', 'gate')))).toEqual(['not-run']);
  });

  it('wants the strict gate to accept a right program', () => {
    const partial = { ...result('correct'), gate: sampleGate({ status: 'partially-attached' }) };
    expect(problems(checked('reference', partial))).toEqual(['refused']);
  });
});
