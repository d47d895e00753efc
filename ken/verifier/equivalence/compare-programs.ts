import { plausibleModel } from '../counterexample/plausible-model.ts';
import { nameEvent } from '../counterexample/name-event.ts';
import type { ProbeNames } from '../counterexample/probe-names.ts';
import type { ProgramFunction } from '../compile/compiled.ts';
import { assumptionTexts } from '../executor/assumptions.ts';
import type { ExplorationOptions } from '../executor/exploration.ts';
import type { CounterexampleEvent } from '../verification.ts';
import { compareHistories, whyStopped, type Comparison, type FoundDifference } from './compare.ts';
import { showMap } from './compare-maps.ts';
import { disagreement } from './confirm.ts';
import { defaultTolerances, type Difference, type Equivalence, type Side, type Tolerances } from './equivalence.ts';
import { commonEvents } from './events.ts';
import { shownOutputs, showRecord, showValue } from './shown-outputs.ts';
import { pairings, userMaps, type UserMap } from './user-maps.ts';

export interface CompareOptions {
  exploration: ExplorationOptions;
  tolerances?: Partial<Tolerances>;
  limits?: Partial<CompareLimits>;
  /** Names of the inputs of a probe of the left program. */
  namesOf: (probe: ProgramFunction) => ProbeNames;
}

export interface CompareLimits {
  /** Longest history. */
  events: number;
  /** Pairs of paths. */
  pairs: number;
  /** Questions to the solver. */
  checks: number;
  /** Outer bound, for what the counts do not see. */
  milliseconds: number;
}

const defaultLimits: CompareLimits = { events: 2, pairs: 50_000, checks: 4_000, milliseconds: 60_000 };

/**
 * Whether two programs show the same after every history of up to two events from empty maps. What they show is their
 * records, signals and maps; a difference counts only when a concrete replay of both programs shows what the search says.
 */
export async function compareProgramSides(left: Side, right: Side, options: CompareOptions): Promise<Equivalence> {
  const started = performance.now();
  const tolerances = { ...defaultTolerances, ...options.tolerances };
  const limits = { ...defaultLimits, ...options.limits };
  const checks = options.exploration.solver.statistics.checks;
  const events = commonEvents(left, right);
  const base = { bound: 0, difference: null, assumptions: [], statistics: { pairs: 0, solverChecks: 0, paths: 0 } };
  if ('differ' in events) return { ...base, result: 'not-comparable', reason: events.differ, seconds: 0 };
  const maps = { left: userMaps(left), right: userMaps(right) };
  const exploration = { ...options.exploration, choices: { stableClock: true, ...options.exploration.choices } };
  let first: Comparison | null = null;
  for (const pairing of pairings(maps.left, maps.right, tolerances.mapNames)) {
    const found = await compareHistories({
      ...{ left, right, events, tolerances, options: exploration, limits },
      maps: { ...maps, pairing },
    });
    first ??= found;
    if (found.difference === null && found.stopped.length === 0) {
      first = found;
      break;
    }
    if (found.difference === null || performance.now() - started > limits.milliseconds) break;
  }
  const comparison = first ?? { difference: null, bound: 0, stopped: [], pairs: 0, paths: 0 };
  const concluded = conclude(await replayable(comparison, left, right, exploration), left, right, maps, options);
  return {
    ...concluded,
    bound: comparison.bound,
    assumptions: assumptionsOf(tolerances, comparison.bound),
    statistics: {
      pairs: comparison.pairs,
      paths: comparison.paths,
      solverChecks: options.exploration.solver.statistics.checks - checks,
    },
    seconds: (performance.now() - started) / 1000,
  };
}

/**
 * A difference whose replay disagrees is sought again on inputs that look like life, with pointers into kernel memory: a
 * solver's own choice may be one that search and replay see differently, such as a read over the end of the address space.
 */
async function replayable(
  found: Comparison,
  leftSide: Side,
  rightSide: Side,
  options: ExplorationOptions,
): Promise<Comparison> {
  const { difference } = found;
  if (!difference || doubtOf(difference, leftSide, rightSide) === null) return found;
  const { left, right, condition } = difference;
  const reads = [...(left?.reads ?? []), ...(right?.reads ?? [])];
  const model = await plausibleModel(condition, { reads }, difference.model, options);
  return { ...found, difference: { ...difference, model } };
}

/** Why the concrete runs of both programs do not show a difference, or null. */
function doubtOf({ history, model, ...paths }: FoundDifference, left: Side, right: Side): string | null {
  return (
    disagreement('left', left, history, paths.left, model) ?? disagreement('right', right, history, paths.right, model)
  );
}

function conclude(
  { difference, stopped }: Comparison,
  left: Side,
  right: Side,
  maps: { left: UserMap[]; right: UserMap[] },
  { exploration, namesOf }: CompareOptions,
): Pick<Equivalence, 'result' | 'reason' | 'difference'> {
  if (!difference) {
    return stopped.length === 0
      ? { result: 'equivalent', reason: 'no history tells them apart', difference: null }
      : { result: 'unknown', reason: whyStopped(stopped), difference: null };
  }
  const { model } = difference;
  const doubt = doubtOf(difference, left, right);
  if (doubt !== null) {
    return { result: 'unknown', reason: `a difference was found, but ${doubt}`, difference: null };
  }
  return {
    result: 'different',
    reason: `their ${difference.what} differ`,
    difference: {
      what: difference.what,
      events: eventsOf(difference, namesOf, left),
      left: shownBy(left, difference.left, maps.left),
      right: shownBy(right, difference.right, maps.right),
    },
  };

  function shownBy(side: Side, path: FoundDifference['left'], own: readonly UserMap[]): Difference['left'] {
    if (!path) return [];
    const { records, signals } = shownOutputs(exploration.store, side, path);
    return [
      ...records.map((record) => showRecord(record, model)),
      ...signals.map((signal) => `signal ${showValue(signal, model)}`),
      ...own.flatMap((map) => showMap(path, map, model)),
    ];
  }
}

function eventsOf(
  { history, left, right, model }: FoundDifference,
  namesOf: (probe: ProgramFunction) => ProbeNames,
  { kernelTypes }: Side,
): CounterexampleEvent[] {
  const path = left ?? right;
  return history.map((event, index) => {
    const probe = event.left ?? event.right;
    const condition = [...(left?.condition ?? []), ...(right?.condition ?? [])];
    const inputs = path && probe ? nameEvent(path, index + 1, { condition, model }, namesOf(probe), kernelTypes) : [];
    return { probe: event.target, inputs };
  });
}

function assumptionsOf(tolerances: Tolerances, bound: number): string[] {
  return [
    `Histories of at most ${bound} event${bound === 1 ? '' : 's'} between BEGIN and END, from empty maps.`,
    ...(tolerances.text
      ? ['Only values count, not the text around them.']
      : ['Widths and white space in printed text do not count.']),
    ...(tolerances.headers ? ['Lines without a value, such as column headers, do not count.'] : []),
    ...(tolerances.mapNames ? ['Maps may have other names.'] : []),
    ...(tolerances.cutPaths ? ['Histories that violate an assume do not count.'] : []),
    ...(['clock-stable', 'one-cpu', 'no-concurrency', 'output-succeeds', 'map-never-full'] as const).map(
      (id) => assumptionTexts[id],
    ),
  ];
}
