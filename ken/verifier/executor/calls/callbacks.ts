import { mapPresence } from '../../helpers/input-names.ts';
import type { MapDefinition } from '../../elf/object.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, Stopped, unsupported } from '../interrupt.ts';
import { callBack } from '../instructions/frames.ts';
import { cellOf, initially, mapState } from '../maps/cells.ts';
import { familyOf } from '../maps/family.ts';
import { numberIn, register } from '../registers.ts';
import type { Cell, Iteration, MachineState } from '../state/machine-state.ts';
import { FunctionHandle, MapHandle, Pointer, type Value } from '../state/value.ts';
import { mapIn, returnFrom } from './arguments.ts';

/** BPF_MAX_LOOPS. */
const mostLoops = 8 * 1024 * 1024;
const tooBig = -7n;

type LoopIteration = Iteration & { kind: 'loop' };
type EntryIteration = Iteration & { kind: 'for-each' };

/** bpf_loop: calls back with 0, 1, ... below the count, until a call returns 1. */
export function loop(engine: Engine, state: MachineState): Interrupt | undefined {
  const { store } = engine;
  const iteration = state.resumed?.kind === 'loop' ? state.resumed : startLoop(engine, state);
  if (isInterrupt(iteration)) return iteration;
  const { count, done, callback, context } = iteration;
  const possible = engine.decide(state, store.ule(count, engine.number(mostLoops)));
  if (isInterrupt(possible)) return possible;
  if (!possible) return returnFrom(state, engine.number(tooBig));
  const another = engine.decide(state, store.ult(engine.number(done), count));
  if (isInterrupt(another)) return another;
  state.resumed = null;
  if (!another) return returnFrom(state, count);
  if (count.op !== 'constant' && done >= engine.limits.loopIterations) {
    return new Stopped('limit', `more than ${engine.limits.loopIterations} rounds of bpf_loop`);
  }
  return callBack(engine, state, callback, [engine.number(done), context], { ...iteration, done: done + 1 });
}

function startLoop(engine: Engine, state: MachineState): LoopIteration | Interrupt {
  const number = numberIn(state, 1, 'the count of bpf_loop');
  if (isInterrupt(number)) return number;
  const start = startOf(state);
  if (isInterrupt(start)) return start;
  const count = engine.store.zeroExtend(engine.store.extract(31, 0, number), 64);
  return { kind: 'loop', ...start, done: 0, count };
}

/** bpf_for_each_map_elem: calls back with each entry, until a call returns 1. */
export function forEachEntry(engine: Engine, state: MachineState): Interrupt | undefined {
  const iteration = state.resumed?.kind === 'for-each' ? state.resumed : startEntries(state);
  if (isInterrupt(iteration)) return iteration;
  engine.assumptions.add('for-each-order');
  const found = nextEntry(engine, state, iteration);
  if (isInterrupt(found)) return found;
  state.resumed = null;
  if (found === null) return returnFrom(state, engine.number(iteration.done));
  const { cell, next, unknown } = found;
  const { map, callback, context, done } = iteration;
  const key = state.addRegion({
    kind: 'scratch',
    name: `a key of map ${map.name}`,
    size: map.keySize,
    writable: false,
    initial: (position) => ({ content: cell.key, position }),
  });
  const parameters: Value[] = [new MapHandle(map), new Pointer(key, 0), new Pointer(cell.region, 0), context];
  return callBack(engine, state, callback, parameters, { ...iteration, next, unknown, done: done + 1 });
}

function startEntries(state: MachineState): EntryIteration | Interrupt {
  const map = mapIn(state, 1);
  if (isInterrupt(map)) return map;
  const family = familyOf(map);
  if (family !== 'array' && family !== 'hash')
    return unsupported(`a loop over map ${map.name} of type ${map.typeName}`);
  const start = startOf(state);
  return isInterrupt(start) ? start : { kind: 'for-each', ...start, map, done: 0, next: 0, unknown: 0 };
}

/** Callback, context and flags, which both helpers take as parameters 2 to 4. */
function startOf(state: MachineState): Pick<Iteration, 'callback' | 'context'> | Interrupt {
  const callback = register(state, 2);
  if (isInterrupt(callback)) return callback;
  if (!(callback instanceof FunctionHandle)) return unsupported('a callback that is not a function of the object');
  const context = register(state, 3);
  if (isInterrupt(context)) return context;
  const flags = numberIn(state, 4, 'the flags of a loop');
  if (isInterrupt(flags)) return flags;
  return flags.op === 'constant' && flags.value === 0n ? { callback, context } : unsupported('a loop with flags');
}

interface FoundEntry {
  cell: Cell;
  next: number;
  unknown: number;
}

function nextEntry(engine: Engine, state: MachineState, iteration: EntryIteration): FoundEntry | null | Interrupt {
  const { map, unknown } = iteration;
  if (familyOf(map) === 'array') return nextIndex(engine, state, iteration);
  for (let next = iteration.next; ; next++) {
    const cell = mapState(state, map).cells[next];
    if (cell === undefined) break;
    const present = engine.decide(state, cell.present);
    if (isInterrupt(present)) return present;
    if (present) return { cell, next: next + 1, unknown };
  }
  if (state.initially === 'empty') return null;
  const another = engine.input(state, `another!${map.name}!${unknown}`, 1);
  const exists = engine.decide(state, engine.store.eq(another, engine.store.constant(1, 1)));
  if (isInterrupt(exists)) return exists;
  if (!exists) return null;
  if (unknown >= engine.limits.unknownEntries) {
    return new Stopped('limit', `more than ${engine.limits.unknownEntries} unknown entries of map ${map.name}`);
  }
  return unknownEntry(engine, state, map, unknown);
}

function nextIndex(engine: Engine, state: MachineState, { map, next }: EntryIteration): FoundEntry | null | Interrupt {
  if (next >= map.maxEntries) return null;
  const index = cellOf(engine, state, map, engine.store.constant(next, map.keySize * 8));
  if (isInterrupt(index)) return index;
  const cell = mapState(state, map).cells[index ?? -1];
  return cell === undefined ? null : { cell, next: next + 1, unknown: 0 };
}

/** An entry that was in the map before and that the program did not ask for: its key is none of those it knows. */
function unknownEntry(
  engine: Engine,
  state: MachineState,
  map: MapDefinition,
  unknown: number,
): FoundEntry | Interrupt {
  const { store } = engine;
  const key = engine.input(state, `key!${map.name}!${unknown}`, map.keySize * 8);
  const { cells } = mapState(state, map);
  for (const cell of cells) engine.assume(state, store.not(store.eq(cell.key, key)));
  engine.assume(state, initially(engine, mapPresence(map.name, map.keySize), 0, key));
  const index = cellOf(engine, state, map, key);
  if (isInterrupt(index)) return index;
  const cell = mapState(state, map).cells[index ?? -1];
  if (cell === undefined) throw new RangeError(`map ${map.name} lost its new cell`);
  return { cell, next: (index ?? 0) + 1, unknown: unknown + 1 };
}
