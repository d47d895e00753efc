import fc from 'fast-check';
import { runSteps, steps } from '../terms/random-terms.ts';
import { TermStore } from '../terms/term-store.ts';
import type { Term } from '../terms/term.ts';
import type { Solver } from './solver.ts';

export interface Comparison {
  sets: number;
  sat: number;
  unsat: number;
  /** Unknown to at least one solver. */
  unknown: number;
  /** Seeds of the sets to which the solvers gave different answers: there must be none. */
  different: number[];
}

/**
 * Random sets of constraints over bit-vectors of 1 to 64 bits, with uninterpreted functions, byte swaps, multiplications,
 * divisions and signed comparisons, put to two solvers. Models are checked by the solvers' own session.
 */
export async function compareSolvers(left: Solver, right: Solver, sets: number, firstSeed = 1): Promise<Comparison> {
  const result: Comparison = { sets, sat: 0, unsat: 0, unknown: 0, different: [] };
  for (let seed = firstSeed; seed < firstSeed + sets; seed++) {
    const path = randomConstraints(seed);
    const [first, second] = await Promise.all([left.check(path), right.check(path)]);
    if (first.status === 'unknown' || second.status === 'unknown') result.unknown++;
    else if (first.status === second.status) result[first.status]++;
    else result.different.push(seed);
  }
  return result;
}

/** One to six Bool terms; the same for the same seed. */
export function randomConstraints(seed: number): Term[] {
  const [program = []] = fc.sample(steps(40), { seed, numRuns: 1 });
  const store = new TermStore();
  const terms = runSteps(store, program);
  const bools = terms.filter((term) => term.width === 0 && term.op !== 'true' && term.op !== 'false');
  const last = terms.filter((term) => term.width > 0).slice(-3);
  const related = last.map((term, index) =>
    store.slt(term, store.zeroExtend(store.variable(`limit ${index}`, 1), term.width)),
  );
  return [...bools.slice(-4), ...related.slice(0, 1 + (seed % 3))];
}
