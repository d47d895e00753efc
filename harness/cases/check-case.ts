import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import type { Framework } from '../../ken/program.ts';
import { inOrder } from '../judge/in-order.ts';
import { judgeProgram } from '../judge/judge-program.ts';
import type { JudgeResult } from '../judge/judge-result.ts';
import type { CaseDefinition, CaseProgram, Mutant } from './case.ts';

/** What a program of a case must be judged, and what it was judged in each repeat. */
export interface CheckedProgram {
  case: string;
  file: string;
  role: 'reference' | 'alternative' | 'mutant';
  /** Of a mutant. */
  fault?: string;
  /** Of a case that the guest cannot exercise: right programs must be left unjudged. */
  notExercised?: true;
  results: JudgeResult[];
}

export interface CheckOptions {
  /** Runs of each reference and alternative, each in a fresh guest. Mutants run once. */
  repeats: number;
  /** Mutants per case, spread evenly over the list; 'all' by default. */
  mutants: number | 'all';
  /** Only programs of this framework. */
  framework?: Framework;
  /** Told after each run. */
  progress: (done: number, total: number, checked: CheckedProgram) => void;
}

/** Runs every program of the cases in fresh guests, as many at once as the pool has. */
export async function checkCases(
  cases: readonly CaseDefinition[],
  pool: GuestPool,
  { repeats, mutants, framework, progress }: CheckOptions,
): Promise<CheckedProgram[]> {
  const wanted = <Kind extends CaseProgram>(programs: readonly Kind[]): Kind[] =>
    programs.filter((program) => framework === undefined || program.framework === framework);
  const runs = cases.flatMap((definition) => [
    ...wanted(definition.references).flatMap((program) => plan(definition, program, 'reference', repeats)),
    ...wanted(definition.alternatives).flatMap((program) => plan(definition, program, 'alternative', repeats)),
    ...choose(wanted(definition.mutants), mutants).flatMap((program) => plan(definition, program, 'mutant', 1)),
  ]);
  const judged = inOrder(runs, pool.size, ({ definition, program }) => judgeProgram(definition, program, pool));
  let done = 0;
  for await (const result of judged) {
    const run = runs[done];
    done += 1;
    run?.checked.results.push(result);
    if (run) progress(done, runs.length, run.checked);
  }
  return [...new Set(runs.map(({ checked }) => checked))];
}

interface PlannedRun {
  definition: CaseDefinition;
  program: CaseProgram;
  checked: CheckedProgram;
}

function plan(
  definition: CaseDefinition,
  program: CaseProgram | Mutant,
  role: CheckedProgram['role'],
  repeats: number,
): PlannedRun[] {
  const checked: CheckedProgram = {
    case: definition.id,
    file: program.file,
    role,
    ...('fault' in program ? { fault: program.fault } : {}),
    ...(definition.notExercised ? { notExercised: true } : {}),
    results: [],
  };
  return Array.from({ length: repeats }, () => ({ definition, program, checked }));
}

/** Evenly spread, so that a small sample is not only the first names of the alphabet. */
function choose(mutants: readonly Mutant[], count: number | 'all'): Mutant[] {
  if (count === 'all' || count >= mutants.length) return [...mutants];
  return Array.from({ length: count }, (_, index) => mutants[Math.floor((index * mutants.length) / count)] as Mutant);
}
