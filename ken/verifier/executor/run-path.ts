import type { Answer } from '../solver/solver.ts';
import type { Model } from '../terms/model.ts';
import type { Term } from '../terms/term.ts';
import type { Engine } from './engine.ts';
import type { PathEnd, StopReason } from './exploration.ts';
import { Ended, Stopped, Undecided } from './interrupt.ts';
import { step } from './instructions/step.ts';
import { underEqualities } from './known-equalities.ts';
import { learn } from './knowledge.ts';
import type { MachineState } from './state/machine-state.ts';
import { findWitness } from './witness/find-witness.ts';

/** Instructions between two looks at the clock. */
const interval = 1024;

/**
 * Follows one path to its end; other sides of its decisions are pushed to `work`. Null: the path turned out to be
 * impossible.
 */
export async function runPath(
  engine: Engine,
  state: MachineState,
  work: MachineState[],
  note: (reason: StopReason) => void,
  limitReached: () => string | null,
): Promise<PathEnd | null> {
  const { statistics, limits } = engine;
  const stop = (kind: StopReason['kind'], reason: string): PathEnd => ({
    kind: 'stopped',
    reason: { kind, reason, site: engine.site(state) },
  });
  for (;;) {
    const result = step(engine, state);
    if (state.modelStale) {
      const answer = await refreshModel(engine, state);
      if (answer === 'impossible') return null;
      if (answer !== 'ready') return stop('unknown', answer.reason);
    }
    if (engine.suspected.length > 0) await settleFindings(engine, note);
    if (result instanceof Undecided) {
      await decideOrFork(engine, state, result.condition, work, note);
      continue;
    }
    if (result instanceof Stopped) return stop(result.kind, result.reason);
    if (result instanceof Ended) return result.end;
    state.executed++;
    statistics.instructions++;
    if (state.executed >= limits.pathInstructions)
      return stop('limit', `${limits.pathInstructions} instructions on a path`);
    if (statistics.instructions % interval === 0) {
      const limit = limitReached();
      if (limit !== null) return stop('limit', limit);
    }
  }
}

/** The path was given a condition that its model does not satisfy. */
async function refreshModel(engine: Engine, state: MachineState): Promise<'ready' | 'impossible' | { reason: string }> {
  const last = state.condition.at(-1);
  if (last === undefined) return 'ready';
  const answer = await satisfy(engine, state.model, state.condition.slice(0, -1), last);
  if (answer.status === 'unsat') return 'impossible';
  if (answer.status === 'unknown') return answer;
  state.model = answer.model;
  state.modelStale = false;
  return 'ready';
}

/**
 * Finds out whether a condition can be true and false. The path's model shows one of the two; the solver is asked for
 * the other. This path goes on with true when it can be, a copy with false.
 */
async function decideOrFork(
  engine: Engine,
  state: MachineState,
  condition: Term,
  work: MachineState[],
  note: (reason: StopReason) => void,
): Promise<void> {
  const { statistics, store } = engine;
  const shown = state.model.holds(condition);
  const negation = store.not(condition);
  const answer = await satisfy(engine, state.model, state.condition, shown ? negation : condition);
  if (answer.status === 'unsat') {
    learn(state, condition, shown);
    return;
  }
  if (answer.status === 'unknown') {
    note({ kind: 'unknown', reason: answer.reason, site: engine.site(state) });
    take(state, shown ? condition : negation);
    return;
  }
  statistics.forks++;
  state.decisions++;
  const other = state.fork();
  if (shown) other.model = answer.model;
  else state.model = answer.model;
  take(state, condition);
  take(other, negation);
  work.push(other);
}

/** A model of a path and one more condition: from the path's own model when that works, else from the solver. */
function satisfy(engine: Engine, model: Model, path: readonly Term[], wanted: Term): Answer | Promise<Answer> {
  const witness = findWitness(model, path, wanted);
  if (witness !== null) {
    engine.statistics.modelHits++;
    return { status: 'sat', model: witness };
  }
  const simpler = underEqualities(engine.store, path, wanted);
  if (simpler.op === 'false') return { status: 'unsat' };
  engine.statistics.checks++;
  return engine.solver.check(path, simpler);
}

function take(state: MachineState, condition: Term): void {
  state.condition.push(condition);
  learn(state, condition, true);
}

/** Asks for a model of each fault that the path's own model does not show. */
async function settleFindings(engine: Engine, note: (reason: StopReason) => void): Promise<void> {
  for (const { finding, state } of engine.suspected.splice(0)) {
    engine.statistics.findingChecks++;
    const path = state.condition.slice(0, finding.conditionLength);
    const answer = await satisfy(engine, state.model, path, finding.condition);
    if (answer.status === 'sat') engine.confirm(state, { ...finding, model: answer.model });
    else if (answer.status === 'unknown') note({ kind: 'unknown', reason: answer.reason, site: finding.site });
    else learn(state, finding.condition, false);
  }
}
