import type { CheckedProgram } from './check-case.ts';

/** A program of a case that was not judged as it must be. */
export interface Problem {
  case: string;
  file: string;
  /**
   * `refused`: a right program that the gate does not accept or the judge calls incorrect. `survived`: a mutant judged
   * correct. `not-run`: a mutant that only the gate stopped, so that the oracle was not tested. `unjudged`: guest or
   * workload failed. `flaky`: repeats differ.
   */
  kind: 'refused' | 'survived' | 'not-run' | 'unjudged' | 'flaky';
  evidence: string;
}

export interface CaseSummary {
  case: string;
  right: { programs: number; runs: number; correct: number };
  mutants: { programs: number; killed: number };
  /** Wall-clock seconds of all its runs added up. */
  seconds: number;
  problems: Problem[];
}

/** Per case, in order of appearance. */
export function summariseCheck(checked: readonly CheckedProgram[]): CaseSummary[] {
  return [...new Set(checked.map((program) => program.case))].map((id) => {
    const programs = checked.filter((program) => program.case === id);
    const right = programs.filter(({ role }) => role !== 'mutant');
    const mutants = programs.filter(({ role }) => role === 'mutant');
    const rightRuns = right.flatMap(({ results, notExercised }) =>
      results.map((result) => isRight(result, notExercised)),
    );
    return {
      case: id,
      right: { programs: right.length, runs: rightRuns.length, correct: rightRuns.filter(Boolean).length },
      mutants: {
        programs: mutants.length,
        killed: mutants.filter(({ results, notExercised }) => results.every((result) => isKilled(result, notExercised)))
          .length,
      },
      seconds: programs.flatMap(({ results }) => results).reduce((sum, { seconds }) => sum + seconds, 0),
      problems: programs.flatMap((program) => problemOf(program)),
    };
  });
}

/** One line per case, the problems under it, and the totals. */
export function formatCheck(summaries: readonly CaseSummary[], wallSeconds: number): string {
  const width = Math.max(5, ...summaries.map((summary) => summary.case.length));
  const rows = summaries.map((summary) => [
    `${summary.problems.length === 0 ? 'ok  ' : 'BAD '}${summary.case.padEnd(width)}  ` +
      `right ${summary.right.correct}/${summary.right.runs} in ${summary.right.programs} programs  ` +
      `mutants ${summary.mutants.killed}/${summary.mutants.programs}  ${summary.seconds.toFixed(0)} s`,
    ...summary.problems.map(({ kind, file, evidence }) => `      ${kind} ${file}: ${evidence}`),
  ]);
  const { ok, right, runs, killed, mutants, flaky } = totals(summaries);
  const score = mutants === 0 ? 'none run' : `${killed} of ${mutants} (${((100 * killed) / mutants).toFixed(1)} %)`;
  return [
    ...rows.flat(),
    '',
    `cases without a problem: ${ok} of ${summaries.length}`,
    `references and alternatives judged correct: ${right} of ${runs} runs`,
    `mutation score: ${score}`,
    `flaky programs: ${flaky}`,
    `wall time: ${wallSeconds.toFixed(1)} s`,
  ].join('\n');
}

/** The same figures for programs to read. */
export function totals(summaries: readonly CaseSummary[]): {
  ok: number;
  right: number;
  runs: number;
  killed: number;
  mutants: number;
  flaky: number;
} {
  const sum = (pick: (summary: CaseSummary) => number): number =>
    summaries.reduce((total, summary) => total + pick(summary), 0);
  return {
    ok: sum(({ problems }) => (problems.length === 0 ? 1 : 0)),
    right: sum((summary) => summary.right.correct),
    runs: sum((summary) => summary.right.runs),
    killed: sum((summary) => summary.mutants.killed),
    mutants: sum((summary) => summary.mutants.programs),
    flaky: sum(({ problems }) => problems.filter(({ kind }) => kind === 'flaky').length),
  };
}

type Result = CheckedProgram['results'][number];

const isRight = ({ judgement, gate }: Result, notExercised = false): boolean =>
  notExercised ? judgement === 'unjudged' : judgement === 'correct' && gate.status === 'accepted';

const isKilled = ({ judgement, method }: Result, notExercised = false): boolean =>
  judgement === 'incorrect' && method === (notExercised ? 'gate' : 'oracle');

function problemOf({ case: id, file, role, results, notExercised }: CheckedProgram): Problem[] {
  const isExpected = role === 'mutant' ? isKilled : isRight;
  const bad = results.find((result) => !isExpected(result, notExercised));
  if (!bad) return [];
  const differs = results.some(({ judgement, gate }) => judgement !== bad.judgement || gate.status !== bad.gate.status);
  return [{ case: id, file, kind: differs ? 'flaky' : kindOf(role, bad), evidence: reasonOf(bad) }];
}

function kindOf(role: CheckedProgram['role'], { judgement }: Result): Problem['kind'] {
  if (judgement === 'unjudged') return 'unjudged';
  if (role !== 'mutant') return 'refused';
  return judgement === 'correct' ? 'survived' : 'not-run';
}

function reasonOf({ gate, judgement, evidence }: Result): string {
  const failed = evidence
    .filter(({ holds }) => !holds)
    .map(({ claim, evidence: seen }) => `not: ${claim}: ${seen ?? ''}`);
  return [`${gate.status}, ${judgement}`, ...failed.slice(0, 3)].join('; ');
}
