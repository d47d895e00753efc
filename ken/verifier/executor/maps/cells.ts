import type { MapDefinition } from '../../elf/object.ts';
import { mapPresence, mapWord } from '../../helpers/input-names.ts';
import type { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt } from '../interrupt.ts';
import type { Cell, MachineState, SymbolicMapState } from '../state/machine-state.ts';
import type { RegionShape } from '../state/region.ts';
import { type MapFamily, familyOf } from './family.ts';
import { holdsStartOfScript } from './start-of-script.ts';

/**
 * The entry of a key: one that was touched before, or a new one with its initial content. Keys of a map's cells are
 * pairwise distinct on every path; whether this key is one of them is decided when it is open. Null: an index beyond
 * an array.
 */
export function cellOf(
  engine: Engine,
  state: MachineState,
  definition: MapDefinition,
  key: Term,
): number | null | Interrupt {
  const family = familyOf(definition);
  if (family === 'array') {
    const inside = engine.decide(state, engine.store.ult(key, engine.store.constant(definition.maxEntries, key.width)));
    if (isInterrupt(inside)) return inside;
    if (!inside) return null;
  }
  const full = withCpu(engine, state, definition, key);
  const { cells } = mapState(state, definition);
  for (const [index, cell] of cells.entries()) {
    const same = engine.decide(state, engine.store.eq(cell.key, full));
    if (isInterrupt(same)) return same;
    if (same) return index;
  }
  return addCell(engine, state, definition, full, family);
}

export function mapState(state: MachineState, definition: MapDefinition): SymbolicMapState {
  return state.maps.get(definition.name) ?? { definition, cells: [] };
}

/** Replaces or adds a cell. */
export function setCell(state: MachineState, definition: MapDefinition, index: number, cell: Cell): void {
  const cells = mapState(state, definition).cells.slice();
  cells[index] = cell;
  state.maps = new Map(state.maps).set(definition.name, { definition, cells });
}

function addCell(engine: Engine, state: MachineState, definition: MapDefinition, key: Term, family: MapFamily): number {
  const { store } = engine;
  const index = mapState(state, definition).cells.length;
  const isStart = holdsStartOfScript(engine, definition);
  const arbitrary = state.initially === 'arbitrary' || isStart;
  const always = family === 'array' || isStart;
  const present = always
    ? store.true
    : arbitrary
      ? initially(engine, mapPresence(definition.name, key.width / 8), 0, key)
      : store.false;
  const region = addValueRegion(state, definition, arbitrary ? arbitraryValue(engine, definition, key) : zeros(engine));
  setCell(state, definition, index, { key, present, region, initial: { present, region } });
  return index;
}

/** A place for a value. What is not written holds `initial`. */
export function addValueRegion(
  state: MachineState,
  definition: MapDefinition,
  initial: RegionShape['initial'],
): number {
  const name = `the value of map ${definition.name}`;
  return state.addRegion({ kind: 'map-value', name, size: definition.valueSize, writable: true, initial });
}

/** Initial content as uninterpreted functions of the key, in pieces of up to eight bytes. */
function arbitraryValue(engine: Engine, definition: MapDefinition, key: Term): RegionShape['initial'] {
  const { name, valueSize } = definition;
  return (offset) => {
    const start = offset - (offset % 8);
    const size = Math.min(8, valueSize - start);
    return {
      content: initially(engine, mapWord(name, key.width / 8, start, size), size * 8, key),
      position: offset - start,
    };
  };
}

/**
 * Initial content of a map under a key. Keys of one map differ in value on a path, so a wide key, which is hard for a
 * solver, may be named by its term instead: what is lost is that two different terms have the same content in two paths.
 */
export function initially({ store }: Engine, name: string, width: number, key: Term): Term {
  return key.width <= widestKey || key.op === 'constant'
    ? store.apply(name, width, key)
    : store.variable(`${name}(#${key.id})`, width);
}

/** Bits. */
const widestKey = 128;

export function zeros({ store }: Engine): RegionShape['initial'] {
  const content = store.constant(0, 64);
  return (offset) => ({ content, position: offset % 8 });
}

/** Per-CPU maps have one slot for each CPU: unless all events run on one, its number is part of the key. */
function withCpu(engine: Engine, state: MachineState, definition: MapDefinition, key: Term): Term {
  if (!/percpu/.test(definition.typeName)) return key;
  if (engine.choices.oneCpu) {
    engine.assumptions.add('one-cpu');
    return key;
  }
  return engine.store.concat(engine.input(state, 'cpu', 32), key);
}
