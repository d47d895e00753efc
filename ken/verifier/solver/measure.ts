import { TermStore } from '../terms/term-store.ts';
import { openSolver } from './open-solver.ts';
import { mixedQuestions } from './questions.ts';
import type { BackendName } from './solver.ts';

export interface SolverSpeed {
  /** From `openSolver` to the first answer. */
  firstAnswerMilliseconds: number;
  /** Of each further question, sorted. */
  questionMilliseconds: number[];
  unknown: number;
  /** Answers that differ from what is known of the question. */
  wrong: number;
}

/** Puts mixed questions to a fresh solver, one after the other; used by the benchmarks. */
export async function measureSolver(backend: BackendName, count = 1000): Promise<SolverSpeed> {
  const questions = mixedQuestions(new TermStore(), count + 1);
  const result: SolverSpeed = { firstAnswerMilliseconds: 0, questionMilliseconds: [], unknown: 0, wrong: 0 };
  const opened = performance.now();
  const solver = await openSolver({ backend });
  try {
    for (const [index, { path, satisfiable }] of questions.entries()) {
      const begin = index === 0 ? opened : performance.now();
      const { status } = await solver.check(path);
      const milliseconds = performance.now() - begin;
      if (index === 0) result.firstAnswerMilliseconds = milliseconds;
      else result.questionMilliseconds.push(milliseconds);
      if (status === 'unknown') result.unknown++;
      else if ((status === 'sat') !== satisfiable) result.wrong++;
    }
  } finally {
    await solver.close();
  }
  result.questionMilliseconds.sort((left, right) => left - right);
  return result;
}
