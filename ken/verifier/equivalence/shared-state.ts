import type { ProgramFunction } from '../compile/compiled.ts';
import type { BpfFunction, BpfObject } from '../elf/object.ts';
import type { Side } from './equivalence.ts';
import type { CommonEvent, CommonEvents } from './events.ts';
import { userMaps } from './user-maps.ts';

/** Names of maps and of data sections, with the side they belong to. */
export interface Kept {
  /** Everything that the event's code reaches. */
  uses: ReadonlySet<string>;
  /** What it may change. */
  changes: ReadonlySet<string>;
}

/** What an event takes over from earlier ones and leaves for later ones. */
export type SharedState = (event: CommonEvent) => Kept;

/** Finds the maps and the data that the code of an event reaches. bpftrace's scratch buffers keep nothing. */
export function sharedState(left: Side, right: Side): SharedState {
  const known = new Map<CommonEvent, Kept>();
  return (event) => {
    const found = known.get(event) ?? keptBy(left, right, event);
    known.set(event, found);
    return found;
  };
}

/**
 * Whether a history's last event can depend on those before it, directly or by what END makes of both. When it cannot,
 * each part of the history shows what it shows alone, and shorter histories said it all.
 */
export function depends(
  before: readonly CommonEvent[],
  last: CommonEvent,
  { end, begin }: Pick<CommonEvents, 'begin' | 'end'>,
  state: SharedState,
): boolean {
  const earlier = before.filter((event) => !begin.includes(event));
  if (earlier.length === 0) return true;
  const changed = new Set(earlier.flatMap((event) => [...state(event).changes]));
  if (meet(state(last).uses, changed)) return true;
  return end.some((event) => meet(state(event).uses, state(last).changes) && meet(state(event).uses, changed));
}

/** Whether an event's code looks at nothing that another one may have left. */
export function standsAlone(event: CommonEvent, state: SharedState): boolean {
  return state(event).uses.size === 0;
}

function keptBy(left: Side, right: Side, event: CommonEvent): Kept {
  const uses = new Set<string>();
  const changes = new Set<string>();
  for (const which of ['left', 'right'] as const) {
    const side = which === 'left' ? left : right;
    for (const { name, changed } of reached(side, event[which])) {
      uses.add(`${which} ${name}`);
      if (changed) changes.add(`${which} ${name}`);
    }
  }
  return { uses, changes };
}

interface Reached {
  name: string;
  changed: boolean;
}

function reached(side: Side, probe: ProgramFunction | null): Reached[] {
  if (!probe) return [];
  const found = reachedBy(side.object, probe.symbol, new Set());
  if (side.compiled.framework === 'libbpf') return found.map(({ name }) => ({ name, changed: true }));
  const maps = new Map(userMaps(side).map(({ definition }) => [definition.name, definition.typeName]));
  // bpftrace changes a plain hash map by an update only; entries of per-CPU maps are changed in place.
  return found.flatMap(({ name, changed }) => {
    const type = maps.get(name);
    return type === undefined ? [] : [{ name, changed: changed || type !== 'hash' }];
  });
}

function reachedBy(object: BpfObject, symbol: string, visited: Set<string>): Reached[] {
  const body = object.functions.find(({ name }) => name === symbol);
  if (!body || visited.has(symbol)) return [];
  visited.add(symbol);
  return [...body.references].flatMap(([index, reference]): Reached[] => {
    if (reference.kind === 'map') return [{ name: reference.map, changed: !isLookedUp(body, index) }];
    if (reference.kind === 'function') return reachedBy(object, reference.function, visited);
    if (reference.kind !== 'data' || isReadOnly(object, reference.section)) return [];
    return [{ name: reference.section, changed: true }];
  });
}

/** bpf_map_lookup_elem */
const lookup = 1;

/** Whether the map that an instruction loads is the argument of a lookup: the next call, with no branch before it. */
function isLookedUp({ instructions }: BpfFunction, index: number): boolean {
  const loaded = instructions[index];
  if (loaded?.kind !== 'wide-load' || loaded.destination !== 1) return false;
  for (const instruction of instructions.slice(index + 1)) {
    if (instruction.kind === 'call-helper') return instruction.helper === lookup;
    if (['jump', 'goto', 'exit', 'call-local', 'call-kernel', 'call-register'].includes(instruction.kind)) return false;
  }
  return false;
}

function isReadOnly({ sections }: BpfObject, name: string): boolean {
  return sections.find((section) => section.name === name)?.readOnly ?? false;
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...one].some((name) => other.has(name));
}
