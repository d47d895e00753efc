import type { ProgramFunction } from '../compile/compiled.ts';
import type { BpfObject } from '../elf/object.ts';
import type { Side } from './equivalence.ts';
import type { CommonEvent, CommonEvents } from './events.ts';
import { userMaps } from './user-maps.ts';

/** What events keep for later ones: names of maps and of data sections, with the side they belong to. */
export type SharedState = (event: CommonEvent) => ReadonlySet<string>;

/** Finds the maps and the data that the code of an event reaches. bpftrace's scratch buffers keep nothing. */
export function sharedState(left: Side, right: Side): SharedState {
  const known = new Map<CommonEvent, ReadonlySet<string>>();
  return (event) => {
    const found =
      known.get(event) ?? new Set([...keptBy('left', left, event.left), ...keptBy('right', right, event.right)]);
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
  const mine = state(last);
  const theirs = new Set(earlier.flatMap((event) => [...state(event)]));
  if (meet(mine, theirs)) return true;
  return end.some((event) => meet(state(event), mine) && meet(state(event), theirs));
}

/** Whether an event's code looks at nothing that another one may have left. */
export function standsAlone(event: CommonEvent, state: SharedState): boolean {
  return state(event).size === 0;
}

function keptBy(which: string, side: Side, probe: ProgramFunction | null): string[] {
  if (!probe) return [];
  const reached = reachedBy(side.object, probe.symbol, new Set());
  if (side.compiled.framework === 'libbpf') return [...reached].map((name) => `${which} ${name}`);
  return userMaps(side)
    .filter(({ definition }) => reached.has(definition.name))
    .map(({ name }) => `${which} ${name}`);
}

function reachedBy(object: BpfObject, symbol: string, visited: Set<string>): Set<string> {
  const found = new Set<string>();
  if (visited.has(symbol)) return found;
  visited.add(symbol);
  const references = object.functions.find(({ name }) => name === symbol)?.references.values() ?? [];
  for (const reference of references) {
    if (reference.kind === 'map') found.add(reference.map);
    else if (reference.kind === 'function') {
      for (const name of reachedBy(object, reference.function, visited)) found.add(name);
    } else if (reference.kind === 'data' && !isReadOnly(object, reference.section)) found.add(reference.section);
  }
  return found;
}

function isReadOnly({ sections }: BpfObject, name: string): boolean {
  return sections.find((section) => section.name === name)?.readOnly ?? false;
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...one].some((name) => other.has(name));
}
