import { explore } from '../executor/explore.ts';
import type { ExplorationOptions, FinishedPath, StopReason } from '../executor/exploration.ts';
import type { EndState } from '../executor/state/machine-state.ts';
import type { Answer } from '../solver/solver.ts';
import type { Model } from '../terms/model.ts';
import type { Term } from '../terms/term.ts';
import type { TermStore } from '../terms/term-store.ts';
import { describeStops } from '../verdict/assert-verdict.ts';
import { sameMaps } from './compare-maps.ts';
import { sameRecords, sameSignals } from './compare-outputs.ts';
import type { Side, Tolerances } from './equivalence.ts';
import type { CommonEvent, CommonEvents } from './events.ts';
import { depends, sharedState, standsAlone } from './shared-state.ts';
import { shownOutputs } from './shown-outputs.ts';
import type { UserMap } from './user-maps.ts';

/** One history on which both programs ended, and a model of it on which they show different things. */
export interface FoundDifference {
  what: 'records' | 'signals' | 'maps';
  history: readonly CommonEvent[];
  left: FinishedPath | null;
  right: FinishedPath | null;
  /** Of both paths, with that they differ. */
  condition: readonly Term[];
  model: Model;
}

export interface Comparison {
  difference: FoundDifference | null;
  /** Events that every history was compared up to. */
  bound: number;
  /** Why nothing is known beyond `bound`, or at all. */
  stopped: StopReason[];
  pairs: number;
  paths: number;
}

export interface ComparisonParts {
  left: Side;
  right: Side;
  events: CommonEvents;
  maps: { left: UserMap[]; right: UserMap[]; pairing: ReadonlyMap<string, string> };
  tolerances: Tolerances;
  options: ExplorationOptions;
  limits: { events: number; milliseconds: number; pairs: number; checks: number };
}

/** Both programs after the same history; null: this one has not run yet, or does nothing in any event so far. */
interface Pair {
  history: readonly CommonEvent[];
  left: FinishedPath | null;
  right: FinishedPath | null;
}

/**
 * Runs two programs from empty maps through all histories of BEGIN and up to `limits.events` events, with the same
 * inputs on both sides, and asks for each pair of paths whether what they show can differ. END follows every history.
 */
export async function compareHistories(parts: ComparisonParts): Promise<Comparison> {
  const run = new ComparisonRun(parts);
  let pairs: Pair[] = [{ history: [], left: null, right: null }];
  for (const begin of parts.events.begin) pairs = await run.step(pairs, begin);
  const state = sharedState(parts.left, parts.right);
  const { begin, middle, end } = parts.events;
  await run.atEnd(pairs);
  // What END shows of nothing it has shown already.
  const endLooks = end.some((event) => !standsAlone(event, state));
  for (let events = 1; events <= parts.limits.events && run.goesOn(); events += 1) {
    const next: Pair[] = [];
    const last = events === parts.limits.events;
    for (const event of middle) {
      const starts = last ? pairs.filter(({ history }) => depends(history, event, { begin, end }, state)) : pairs;
      if (run.goesOn()) next.push(...(await run.step(starts, event)));
    }
    if (endLooks) await run.atEnd(next);
    if (run.goesOn()) run.result.bound = events;
    pairs = next;
  }
  return run.result;
}

class ComparisonRun {
  readonly result: Comparison = { difference: null, bound: 0, stopped: [], pairs: 0, paths: 0 };
  readonly #parts: ComparisonParts;
  readonly #deadline: number;
  readonly #checks: number;
  readonly #explored = new Map<string, FinishedPath[]>();
  readonly #states = new Map<EndState, number>();

  constructor(parts: ComparisonParts) {
    this.#parts = parts;
    this.#deadline = performance.now() + parts.limits.milliseconds;
    this.#checks = parts.options.solver.statistics.checks;
  }

  goesOn(): boolean {
    return this.result.difference === null && this.result.stopped.length === 0;
  }

  /** All pairs of paths after one more event; stops at the first difference. */
  async step(pairs: readonly Pair[], event: CommonEvent): Promise<Pair[]> {
    const next: Pair[] = [];
    for (const { history, left, right } of pairs) {
      const longer = [...history, event];
      for (const mine of await this.#continue('left', left, event, longer.length)) {
        if (mine?.end.kind === 'cut' && this.#parts.tolerances.cutPaths) continue;
        for (const theirs of await this.#continue('right', right, event, longer.length, mine)) {
          if (!this.goesOn()) return next;
          const pair = { history: longer, left: mine, right: theirs };
          if (await this.#compare(pair)) next.push(pair);
        }
      }
    }
    return next;
  }

  async atEnd(pairs: readonly Pair[]): Promise<void> {
    let last = pairs;
    for (const event of this.#parts.events.end) if (this.goesOn()) last = await this.step(last, event);
  }

  async #continue(
    side: 'left' | 'right',
    from: FinishedPath | null,
    event: CommonEvent,
    number: number,
    given: FinishedPath | null = null,
  ): Promise<(FinishedPath | null)[]> {
    const probe = event[side];
    const { options } = this.#parts;
    const { object, kernelTypes } = this.#parts[side];
    if (!probe) return [from];
    const state = from?.state ?? null;
    if (from && !state) return [];
    // A program that does nothing in an event still sees it pass: both sides number events alike.
    // The right program only needs the paths that can happen together with the left one's.
    const narrowed = given && given.condition.length > 0 ? ` ${given.condition.map(({ id }) => id).join()}` : '';
    const key = `${side} ${number} ${probe.symbol} ${state ? this.#numberOf(state) : 'empty'}${narrowed}`;
    const known = this.#explored.get(key);
    if (known) return known;
    const exploration = await explore({ object, kernelTypes }, probe.symbol, state ?? 'empty', {
      ...options,
      event: number,
      ...(given && given.condition.length > 0 ? { given: { condition: given.condition, model: given.model } } : {}),
    });
    this.result.stopped.push(...exploration.stopped);
    this.result.paths += exploration.paths.length;
    this.#explored.set(key, exploration.paths);
    return exploration.paths;
  }

  #numberOf(state: EndState): number {
    const number = this.#states.get(state) ?? this.#states.size;
    this.#states.set(state, number);
    return number;
  }

  /** Enters a difference when there is one; whether both paths can happen together. */
  async #compare({ history, left, right }: Pair): Promise<boolean> {
    const { store, solver } = this.#parts.options;
    this.result.pairs += 1;
    const spent = this.#spent();
    if (spent !== null) {
      this.result.stopped.push({ kind: 'limit', reason: spent, site: null });
      return false;
    }
    const condition = [...new Set([...(left?.condition ?? []), ...(right?.condition ?? [])])];
    if (contradicts(store, condition)) return false;
    const together = [right?.model, left?.model].find((model) => model && condition.every((term) => model.holds(term)));
    for (const { what, same, hints } of this.#same(history, left, right)) {
      const differs = store.not(same);
      if (differs.op === 'false') continue;
      const witness = together?.holds(differs) ? together : null;
      const answer = witness
        ? ({ status: 'sat', model: witness } as const)
        : await this.#ask(condition, differs, hints);
      if (answer.status === 'unknown') {
        this.result.stopped.push({ kind: 'unknown', reason: answer.reason, site: null });
      } else if (answer.status === 'sat') {
        this.result.difference = {
          what,
          history,
          left,
          right,
          condition: [...condition, differs],
          model: answer.model,
        };
        return false;
      }
    }
    return together !== undefined || (await solver.check(condition)).status !== 'unsat';
  }

  /** A difference, sought first where it is easy to find. */
  async #ask(condition: readonly Term[], differs: Term, hints: readonly Term[]): Promise<Answer> {
    const { solver } = this.#parts.options;
    for (const hint of hints) {
      const answer = await solver.check(condition, hint);
      if (answer.status === 'sat' && answer.model.holds(differs)) return answer;
    }
    return solver.check(condition, differs);
  }

  /** Which limit is reached, or null. Time is the outer bound only: an answer should not depend on the machine's load. */
  #spent(): string | null {
    const { pairs, checks, milliseconds } = this.#parts.limits;
    if (this.result.pairs > pairs) return `${pairs} pairs of paths`;
    if (this.#parts.options.solver.statistics.checks - this.#checks > checks) return `${checks} solver checks`;
    return performance.now() > this.#deadline ? `${milliseconds} ms for ${this.result.pairs} pairs of paths` : null;
  }

  #same(
    history: readonly CommonEvent[],
    left: FinishedPath | null,
    right: FinishedPath | null,
  ): { what: FoundDifference['what']; same: Term; hints: Term[] }[] {
    const { tolerances, maps } = this.#parts;
    const { store } = this.#parts.options;
    const nothing = { records: [], signals: [] };
    // Where nothing else happens, the banner is the program.
    const quiet = new Set(
      this.#parts.events.middle.length === 0
        ? []
        : history.flatMap((event, index) => (isQuiet(event) ? [index + 1] : [])),
    );
    const mine = left ? shownOutputs(store, this.#parts.left, left) : nothing;
    const theirs = right ? shownOutputs(store, this.#parts.right, right) : nothing;
    const stored = sameMaps(store, { path: left, maps: maps.left }, { path: right, maps: maps.right }, maps.pairing);
    return [
      { what: 'records', ...sameRecords(store, mine, theirs, tolerances, maps.pairing, quiet) },
      { what: 'signals', same: sameSignals(store, mine, theirs), hints: [] },
      { what: 'maps', same: stored, hints: [] },
    ];
  }
}

/** Text that such an event prints need not say that anything happened. */
function isQuiet({ left, right }: CommonEvent): boolean {
  return ['begin', 'end', 'interval'].includes((left ?? right)?.kind ?? '');
}

function contradicts(store: TermStore, condition: readonly Term[]): boolean {
  const terms = new Set(condition);
  return condition.some((term) => term.op === 'false' || terms.has(store.not(term)));
}

/** Why a comparison gave no answer. */
export const whyStopped = (stopped: readonly StopReason[]): string => describeStops(stopped);
