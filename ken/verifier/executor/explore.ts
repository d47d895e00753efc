import { assumptionsOf } from './assumptions.ts';
import { Engine } from './engine.ts';
import type { Exploration, ExplorationOptions, FinishedPath, LoadedProgram, Start, StopReason } from './exploration.ts';
import { finishPath } from './finish-path.ts';
import { runPath } from './run-path.ts';
import { MachineState } from './state/machine-state.ts';
import { startEvent } from './start-event.ts';

export type * from './exploration.ts';

/**
 * Runs one function of an object on symbolic inputs, depth first, and gives every path. Nothing a program does makes it
 * throw: what is not modelled, refused by the kernel or beyond a limit is in `stopped`. The same input gives the same
 * paths in the same order.
 *
 * Throws `internal` for a function that the object does not have.
 */
export async function explore(
  program: LoadedProgram,
  functionName: string,
  start: Start,
  options: ExplorationOptions,
): Promise<Exploration> {
  const started = performance.now();
  const engine = new Engine(program, options);
  const termsBefore = engine.store.size;
  const first = startEvent(engine, functionName, start, options.event);
  const possible = first instanceof MachineState && options.given ? await narrow(engine, first, options.given) : true;
  const paths: FinishedPath[] = [];
  const stopped: StopReason[] = [];
  const work: MachineState[] = [];
  if (!(first instanceof MachineState)) stopped.push(first);
  else if (possible === true) work.push(first);
  else if (possible !== false) stopped.push(possible);
  const note = (reason: StopReason): void => {
    if (!stopped.some((known) => sameReason(known, reason))) stopped.push(reason);
  };
  for (let state = work.pop(); state; state = work.pop()) {
    const limit = limitReached(engine, { started, termsBefore, signal: options.signal });
    if (limit !== null) {
      note({ kind: 'limit', reason: limit, site: null });
      break;
    }
    const end = await runPath(engine, state, work, note, () =>
      limitReached(engine, { started, termsBefore, signal: options.signal }),
    );
    if (end === null) continue;
    if (end.kind === 'stopped') note(end.reason);
    engine.statistics.paths++;
    paths.push(finishPath(engine, state, end));
  }
  engine.statistics.milliseconds = performance.now() - started;
  engine.statistics.terms = engine.store.size - termsBefore;
  return {
    paths,
    complete: stopped.length === 0,
    stopped,
    findings: [...engine.witnessed.values()],
    assumptions: assumptionsOf(engine.assumptions),
    statistics: engine.statistics,
  };
}

/** Starts with more known. False: both cannot be true. The model is the other path's when this one has none yet. */
async function narrow(engine: Engine, state: MachineState, { condition, model }: Given): Promise<boolean | StopReason> {
  if (state.condition.length === 0) state.model = model;
  for (const term of condition) engine.assume(state, term);
  if (state.condition.every((term) => state.model.holds(term))) {
    state.modelStale = false;
    return true;
  }
  engine.statistics.checks++;
  const answer = await engine.solver.check(state.condition);
  if (answer.status === 'unsat') return false;
  if (answer.status === 'unknown') return { kind: 'unknown', reason: answer.reason, site: null };
  state.model = answer.model;
  state.modelStale = false;
  return true;
}

type Given = NonNullable<ExplorationOptions['given']>;

interface Measures {
  started: number;
  termsBefore: number;
  signal: AbortSignal | undefined;
}

function limitReached(
  { limits, statistics, store }: Engine,
  { started, termsBefore, signal }: Measures,
): string | null {
  if (signal?.aborted) return 'the search was cancelled';
  if (statistics.paths >= limits.paths) return `${limits.paths} paths`;
  if (statistics.instructions >= limits.instructions) return `${limits.instructions} instructions`;
  if (performance.now() - started >= limits.milliseconds) return `${limits.milliseconds} ms`;
  return store.size - termsBefore >= limits.terms ? `${limits.terms} terms` : null;
}

const sameReason = (a: StopReason, b: StopReason): boolean =>
  a.kind === b.kind &&
  a.reason === b.reason &&
  a.site?.function === b.site?.function &&
  a.site?.instruction === b.site?.instruction;
