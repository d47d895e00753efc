import type { GuestPool } from '../../../kernel/guest/job.ts';
import type { Solver } from '../../solver/solver.ts';
import { executorAnswer } from './executor-answer.ts';
import { generateProgram, type TestProgram } from './generate.ts';
import { fillsHashMap, interpreterAnswer } from './interpreter-answer.ts';
import { kernelAnswers } from './kernel-answers.ts';

export interface Compared {
  seed: number;
  program: TestProgram;
  kernel: string;
  interpreter: string;
  /** Null: not asked, as the program fills a hash map, which the executor assumes never happens. */
  executor: string | null;
}

export interface Comparison {
  /** Programs on which all agree. */
  agreed: Compared[];
  different: Compared[];
  /** Refused by the kernel's verifier; they count for nothing. */
  rejected: Compared[];
}

/** Runs the programs of consecutive seeds in one guest job, in the interpreter and in the executor on the same inputs. */
export async function compareSeeds(
  pool: GuestPool,
  runner: Uint8Array,
  solver: Solver,
  firstSeed: number,
  count: number,
): Promise<Comparison> {
  const programs = Array.from({ length: count }, (_, index) => generateProgram(firstSeed + index));
  const answers = await kernelAnswers(pool, runner, programs);
  const comparison: Comparison = { agreed: [], different: [], rejected: [] };
  for (const [index, program] of programs.entries()) {
    const kernel = answers[index] ?? '';
    const rejected = !kernel.startsWith('ok ');
    const interpreter = rejected ? '' : interpreterAnswer(program);
    const executor = rejected || fillsHashMap(program) ? null : await executorAnswer(program, solver);
    const agree = kernel === interpreter && (executor === null || kernel === executor);
    const group = rejected ? 'rejected' : agree ? 'agreed' : 'different';
    comparison[group].push({ seed: firstSeed + index, program, kernel, interpreter, executor });
  }
  return comparison;
}
