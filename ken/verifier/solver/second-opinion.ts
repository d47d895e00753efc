import type { Term } from '../terms/term.ts';
import type { Answer, Solver, SolverStatistics } from './solver.ts';

/**
 * A solver that asks another one what the first does not know. The second one is opened when it is first needed: most
 * programs have no such question. Versions of Z3 differ in what they find hard.
 */
export class SecondOpinion implements Solver {
  readonly #first: Solver;
  readonly #openSecond: () => Solver;
  #second: Solver | undefined;

  constructor(first: Solver, openSecond: () => Solver) {
    this.#first = first;
    this.#openSecond = openSecond;
  }

  async check(path: readonly Term[], extra?: Term): Promise<Answer> {
    const answer = await this.#first.check(path, extra);
    if (answer.status !== 'unknown') return answer;
    this.#second ??= this.#openSecond();
    const other = await this.#second.check(path, extra);
    if (other.status !== 'unknown') return other;
    const { backend } = this.#second.statistics;
    return { status: 'unknown', reason: `${answer.reason}; ${backend} does not know either: ${other.reason}` };
  }

  async close(): Promise<void> {
    await Promise.all([this.#first.close(), this.#second?.close()]);
  }

  /** Of both; a question is counted once, under the answer that was given. */
  get statistics(): SolverStatistics {
    const first = this.#first.statistics;
    const second = this.#second?.statistics;
    if (second === undefined) return first;
    return {
      ...first,
      sat: first.sat + second.sat,
      unsat: first.unsat + second.unsat,
      unknown: second.unknown,
      milliseconds: first.milliseconds + second.milliseconds,
      longestMilliseconds: Math.max(first.longestMilliseconds, second.longestMilliseconds),
      failures: first.failures + second.failures,
      recycled: first.recycled + second.recycled,
    };
  }
}
