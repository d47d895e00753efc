import type { Model } from '../terms/model.ts';
import type { Term } from '../terms/term.ts';
import type { Answer, Solver } from './solver.ts';

/** Whether a path can go on with a condition, and with its negation. */
export interface Fork {
  whenTrue: Answer;
  whenFalse: Answer;
}

/**
 * Decides both sides of a branch. The side that holds under the path's last model is satisfiable without a question, so
 * that a fork costs at most one; without a model that satisfies the path it costs two.
 */
export async function decideFork(
  solver: Solver,
  path: readonly Term[],
  condition: Term,
  negation: Term,
  last?: Model,
): Promise<Fork> {
  if (last && path.every((term) => last.holds(term))) {
    const known: Answer = { status: 'sat', model: last };
    return last.holds(condition)
      ? { whenTrue: known, whenFalse: await solver.check(path, negation) }
      : { whenTrue: await solver.check(path, condition), whenFalse: known };
  }
  const whenTrue = await solver.check(path, condition);
  return { whenTrue, whenFalse: await solver.check(path, negation) };
}
