import type { ProgramFunction } from '../compile/compiled.ts';
import { tracerActions } from '../compile/tracer-actions.ts';
import type { Failure } from '../counterexample/failure.ts';
import { explore } from '../executor/explore.ts';
import type {
  Exploration,
  ExplorationOptions,
  Finding,
  FinishedPath,
  LoadedProgram,
  Start,
  StopReason,
} from '../executor/exploration.ts';
import type { EndState } from '../executor/state/machine-state.ts';
import { changesState } from './changes-state.ts';
import { holdsMarkers } from './holds-markers.ts';
import { runsFirst, runsLast, type VerificationInput } from './verification-input.ts';

/** What the search found out about one assert. */
export interface AssertFinding {
  id: number;
  /** Some path evaluates it. */
  reached: boolean;
  /** A failure from arbitrary map contents. */
  possible: Failure | null;
  /** Failures from the state that the program starts in, shortest history first. */
  reachable: Failure[];
  /** Why the search for it is not complete from arbitrary map contents; empty when it is. */
  stopped: StopReason[];
  /** Events that every history was checked up to; 0 when not even one event could be checked in full. */
  bound: number;
  /** Why longer histories were not checked in full. */
  boundStopped: StopReason[];
  /** Undefined behaviour of C on a path that evaluates it: the compiler may have removed the check. */
  undefinedBehaviour: Finding[];
}

export interface Search {
  asserts: Map<number, AssertFinding>;
  explorations: Exploration[];
}

export interface SearchLimits {
  /** Longest history of events. */
  events: number;
  /** Work that ends the search for longer histories: instructions, a question to the solver counting as 500 of them. */
  work: number;
  /** Outer bound in milliseconds, for what the count of work does not see. */
  milliseconds: number;
  /** Histories that are kept as starts of longer ones. */
  states: number;
}

export const searchLimits: SearchLimits = { events: 8, work: 50_000, milliseconds: 20_000, states: 400 };

/**
 * Looks for a failing assert. First each probe runs from any content of the maps: what holds then, holds after every
 * history. Only for what fails there, all histories of up to `events` events are tried from the program's own start:
 * BEGIN, any events, END.
 */
export async function searchAsserts(
  input: VerificationInput,
  options: ExplorationOptions,
  limits: SearchLimits = searchLimits,
): Promise<Search> {
  const program: LoadedProgram = {
    ...{ object: input.object, kernelTypes: input.kernelTypes },
    tracerActions: tracerActions(input.compiled),
  };
  const ids = input.annotations.filter(({ kind }) => kind === 'assert').map(({ id }) => id);
  const asserts = new Map(ids.map((id) => [id, emptyFinding(id)]));
  const explorations: Exploration[] = [];
  const functions = input.compiled.functions;
  const withMarks = new Map<ProgramFunction, Set<number>>();
  for (const each of functions) {
    const start: Start = runsFirst(each) ? 'empty' : 'arbitrary';
    const exploration = await explore(program, each.symbol, start, options);
    explorations.push(exploration);
    withMarks.set(each, noteMarks(asserts, each, exploration, holdsMarkers(input.object, each.symbol)));
  }
  const pending = ids.filter((id) => asserts.get(id)?.possible);
  if (pending.length > 0) {
    await searchHistories({ program, functions, asserts, withMarks, options, limits, explorations }, pending);
  }
  return { asserts, explorations };
}

const emptyFinding = (id: number): AssertFinding => ({
  id,
  reached: false,
  possible: null,
  reachable: [],
  stopped: [],
  bound: 0,
  boundStopped: [],
  undefinedBehaviour: [],
});

/** Enters what one probe shows from arbitrary maps. Gives the asserts that it evaluates. */
function noteMarks(
  asserts: Map<number, AssertFinding>,
  probe: ProgramFunction,
  { paths, stopped }: Exploration,
  mayHoldMarkers: boolean,
): Set<number> {
  const seen = new Set<number>();
  for (const path of paths) {
    const undefinedHere = path.findings.filter(({ kind }) => isUndefined(kind));
    for (const mark of path.marks) {
      const finding = mark.kind === 'cut' ? undefined : asserts.get(mark.id);
      if (!finding) continue;
      seen.add(mark.id);
      finding.reached = true;
      if (mark.kind === 'fail') finding.possible ??= { sequence: [probe], path, mark };
      for (const fault of undefinedHere) addOnce(finding.undefinedBehaviour, fault);
    }
  }
  // What was cut short may have gone on to any assert of the probe.
  if (mayHoldMarkers) for (const finding of asserts.values()) finding.stopped.push(...stopped);
  return seen;
}

const isUndefined = (kind: Finding['kind']): boolean => kind === 'division-by-zero' || kind === 'oversized-shift';

function addOnce(faults: Finding[], fault: Finding): void {
  const { function: name, instruction } = fault.site;
  const known = faults.some(({ site }) => site.function === name && site.instruction === instruction);
  if (!known) faults.push(fault);
}

interface HistorySearch {
  program: LoadedProgram;
  functions: readonly ProgramFunction[];
  asserts: Map<number, AssertFinding>;
  withMarks: Map<ProgramFunction, Set<number>>;
  options: ExplorationOptions;
  limits: SearchLimits;
  explorations: Exploration[];
}

interface History {
  sequence: readonly ProgramFunction[];
  /** Null before the first event. */
  path: FinishedPath | null;
  end: EndState | 'empty';
}

/** Breadth first, so that the first failure of an assert has the shortest history. */
async function searchHistories(search: HistorySearch, pending: readonly number[]): Promise<void> {
  const { functions, asserts, limits } = search;
  const open = new Set(pending);
  const budget = new Budget(limits);
  const stopped: StopReason[] = [];
  let histories = await afterBegin(search, open, stopped);
  for (let events = 1; events <= limits.events && open.size > 0; events += 1) {
    const last = events === limits.events;
    const next: History[] = [];
    search: for (const history of histories) {
      for (const probe of functions) {
        if (runsFirst(probe)) continue;
        const decides = [...(search.withMarks.get(probe) ?? [])].some((id) => open.has(id));
        if (!decides && (last || runsLast(probe))) continue;
        // Two events, an entry and its return, are always tried; longer histories as far as the budget goes.
        const spent = budget.spent(search.explorations, events <= 2);
        if (spent !== null) {
          stopped.push({ kind: 'limit', reason: `${spent} for histories of events`, site: null });
          break search;
        }
        const sequence = [...history.sequence, probe];
        const ends = await runEvent(search, { ...history, sequence }, open, stopped);
        if (!runsLast(probe)) next.push(...ends);
      }
    }
    if (stopped.length === 0) for (const id of open) bound(asserts, id, events);
    if (stopped.length > 0) break;
    if (next.length > limits.states) {
      stopped.push({ kind: 'limit', reason: `${limits.states} states between events`, site: null });
    }
    histories = next.slice(0, limits.states);
  }
  for (const id of open) asserts.get(id)?.boundStopped.push(...stopped);
}

/** Counts work rather than time, so that a verdict does not depend on how busy the machine is. */
class Budget {
  readonly #limits: SearchLimits;
  readonly #started = performance.now();

  constructor(limits: SearchLimits) {
    this.#limits = limits;
  }

  /** Which limit is reached, or null. `mustGoOn`: only time counts. */
  spent(explorations: readonly Exploration[], mustGoOn: boolean): string | null {
    const { work, milliseconds } = this.#limits;
    if (performance.now() - this.#started > milliseconds) return `${milliseconds} ms`;
    const done = explorations.reduce(
      (sum, { statistics }) => sum + statistics.instructions + 500 * statistics.checks,
      0,
    );
    return done > work && !mustGoOn ? `${work} units of work` : null;
  }
}

function bound(asserts: Map<number, AssertFinding>, id: number, events: number): void {
  const finding = asserts.get(id);
  if (finding) finding.bound = events;
}

async function afterBegin(search: HistorySearch, open: Set<number>, stopped: StopReason[]): Promise<History[]> {
  let histories: History[] = [{ sequence: [], path: null, end: 'empty' }];
  for (const probe of search.functions.filter(runsFirst)) {
    const next: History[] = [];
    for (const history of histories) {
      const sequence = [...history.sequence, probe];
      next.push(...(await runEvent(search, { ...history, sequence }, open, stopped)));
    }
    histories = next;
  }
  return histories;
}

/**
 * Runs the last probe of a sequence from its start state; enters failures and gives the states after it. A state in
 * which no map and no global variable changed is left out: whatever follows it follows the shorter history too.
 */
async function runEvent(
  { program, asserts, options, explorations }: HistorySearch,
  { sequence, path: before, end }: History,
  open: Set<number>,
  stopped: StopReason[],
): Promise<History[]> {
  const probe = sequence.at(-1);
  if (!probe) return [];
  const exploration = await explore(program, probe.symbol, end, options);
  explorations.push(exploration);
  stopped.push(...exploration.stopped);
  const event = sequence.length;
  for (const path of exploration.paths) {
    for (const mark of path.marks) {
      if (mark.kind !== 'fail' || mark.event !== event || !open.has(mark.id)) continue;
      asserts.get(mark.id)?.reachable.push({ sequence, path, mark });
      open.delete(mark.id);
    }
  }
  return exploration.paths.flatMap((path): History[] => {
    const goesOn = path.state !== null && (runsFirst(probe) || changesState(program, path, before));
    return goesOn && path.state ? [{ sequence, path, end: path.state }] : [];
  });
}
