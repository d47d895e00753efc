import { markerMaps } from '../../desugar/annotated.ts';
import type { MapDefinition } from '../../elf/object.ts';
import type { Engine } from '../engine.ts';
import { Ended, type Interrupt, isInterrupt, unsupported } from '../interrupt.ts';
import { addValueRegion, cellOf, mapState, setCell, zeros } from '../maps/cells.ts';
import { familyOf } from '../maps/family.ts';
import { readSlots } from '../memory/read-bytes.ts';
import { setSlots } from '../memory/write-bytes.ts';
import { isBpftraceSection } from '../program-type.ts';
import { numberIn, pointerIn, register } from '../registers.ts';
import type { Cell, MachineState } from '../state/machine-state.ts';
import { Pointer } from '../state/value.ts';
import { keyIn, mapIn, returnFrom } from './arguments.ts';
import { mark } from './marks.ts';

const error = { noEntry: -2n, tooBig: -7n, exists: -17n, invalid: -22n };
const flag = { any: 0n, noExist: 1n, exist: 2n, lock: 4n };

export function lookup(engine: Engine, state: MachineState): Interrupt | undefined {
  const map = keyedMap(state, 1);
  if (isInterrupt(map)) return map;
  const key = keyIn(engine, state, 2, map);
  if (isInterrupt(key)) return key;
  const index = cellOf(engine, state, map, key);
  if (isInterrupt(index)) return index;
  const cell = index === null ? null : cellAt(state, map, index);
  const present = cell === null ? false : engine.decide(state, cell.present);
  if (isInterrupt(present)) return present;
  if (cell === null || !present) {
    state.sawNull = true;
    return returnFrom(state, engine.number(0));
  }
  return returnFrom(state, new Pointer(cell.region, 0, null, state.lookups++));
}

/** bpf_map_lookup_percpu_elem: all events run on one CPU, so its slot is the only one; bpftrace asks for it as number 0. */
export function lookupOnCpu(engine: Engine, state: MachineState): Interrupt | undefined {
  if (!engine.choices.oneCpu) return unsupported("a look at another CPU's slot where events run on several CPUs");
  const number = numberIn(state, 3, 'the number of a CPU');
  if (isInterrupt(number)) return number;
  const low = engine.store.extract(31, 0, number);
  const isFirst = low.op === 'constant' && low.value === 0n && isBpftraceSection(state.body.section);
  if (!isFirst && low !== engine.lastingInput(state, 'cpu', 32)) return unsupported("a look at another CPU's slot");
  engine.assumptions.add('one-cpu');
  return lookup(engine, state);
}

export function update(engine: Engine, state: MachineState): Interrupt | Ended | undefined {
  const map = keyedMap(state, 1);
  if (isInterrupt(map)) return map;
  const key = keyIn(engine, state, 2, map);
  if (isInterrupt(key)) return key;
  const kind = markerKind(map.name);
  if (kind !== null) {
    if (key.op !== 'constant') return unsupported('a marker with an unknown number');
    const ended = mark(engine, state, kind, Number(key.value));
    return ended ?? returnFrom(state, engine.number(0));
  }
  const valuePointer = pointerIn(state, 3, `the value for map ${map.name}`);
  if (isInterrupt(valuePointer)) return valuePointer;
  const flags = numberIn(state, 4, 'the flags of an update');
  if (isInterrupt(flags)) return flags;
  if (flags.op !== 'constant' || flags.value > 7n) return unsupported('an update of a map with unknown flags');
  const mode = flags.value & 3n;
  const value = readSlots(engine, state, valuePointer, map.valueSize);
  if (isInterrupt(value)) return value;
  const index = cellOf(engine, state, map, key);
  if (isInterrupt(index)) return index;
  if (index === null) return returnFrom(state, engine.number(error.tooBig));
  const cell = cellAt(state, map, index);
  if (familyOf(map) === 'array') {
    if (mode === flag.noExist) return returnFrom(state, engine.number(error.exists));
    setSlots(state.writable(cell.region), 0, value);
    return returnFrom(state, engine.number(0));
  }
  if (mode !== flag.any) {
    const present = engine.decide(state, cell.present);
    if (isInterrupt(present)) return present;
    if (present && mode === flag.noExist) return returnFrom(state, engine.number(error.exists));
    if (!present && mode === flag.exist) return returnFrom(state, engine.number(error.noEntry));
  }
  const full = mayBeFull(engine, state);
  if (isInterrupt(full)) return full;
  noteUpdate(engine);
  if (full) return returnFrom(state, engine.number(error.tooBig));
  if (map.typeName.startsWith('lru')) engine.assumptions.add('lru-keeps');
  // The kernel puts a new element in place: pointers to the old one keep the old value.
  const region = addValueRegion(state, map, zeros(engine));
  setSlots(state.writable(region), 0, value);
  setCell(state, map, index, { ...cell, present: engine.store.true, region });
  return returnFrom(state, engine.number(0));
}

export function deleteEntry(engine: Engine, state: MachineState): Interrupt | undefined {
  const map = keyedMap(state, 1);
  if (isInterrupt(map)) return map;
  const key = keyIn(engine, state, 2, map);
  if (isInterrupt(key)) return key;
  if (familyOf(map) === 'array') return returnFrom(state, engine.number(error.invalid));
  const index = cellOf(engine, state, map, key);
  if (isInterrupt(index)) return index;
  return remove(engine, state, map, index ?? 0);
}

function remove(engine: Engine, state: MachineState, map: MapDefinition, index: number): Interrupt | undefined {
  const { store } = engine;
  const cell = cellAt(state, map, index);
  setCell(state, map, index, { ...cell, present: store.false });
  return returnFrom(state, store.ite(cell.present, engine.number(0), engine.number(error.noEntry)));
}

/** Storage of a kernel object: an entry under the object's address. BPF_LOCAL_STORAGE_GET_F_CREATE is flag 1. */
export function storageGet(engine: Engine, state: MachineState): Interrupt | undefined {
  const map = mapIn(state, 1);
  if (isInterrupt(map)) return map;
  const object = numberIn(state, 2, 'the object of a storage');
  if (isInterrupt(object)) return object;
  const flags = numberIn(state, 4, 'the flags of a storage');
  if (isInterrupt(flags)) return flags;
  if (flags.op !== 'constant') return unsupported('a storage with unknown flags');
  const start = register(state, 3);
  if (isInterrupt(start)) return start;
  const isNull = engine.decide(state, engine.store.eq(object, engine.number(0)));
  if (isInterrupt(isNull)) return isNull;
  if (isNull) return absent(engine, state);
  const index = cellOf(engine, state, map, object);
  if (isInterrupt(index)) return index;
  const cell = cellAt(state, map, index ?? 0);
  const present = engine.decide(state, cell.present);
  if (isInterrupt(present)) return present;
  if (present) return returnFrom(state, new Pointer(cell.region, 0, null, state.lookups++));
  if (flags.value !== 1n) return absent(engine, state);
  const value = start instanceof Pointer ? readSlots(engine, state, start, map.valueSize) : [];
  if (isInterrupt(value)) return value;
  noteUpdate(engine);
  const region = addValueRegion(state, map, zeros(engine));
  setSlots(state.writable(region), 0, value);
  setCell(state, map, index ?? 0, { ...cell, present: engine.store.true, region });
  return returnFrom(state, new Pointer(region, 0, null, state.lookups++));
}

export function storageDelete(engine: Engine, state: MachineState): Interrupt | undefined {
  const map = mapIn(state, 1);
  if (isInterrupt(map)) return map;
  const object = numberIn(state, 2, 'the object of a storage');
  if (isInterrupt(object)) return object;
  const index = cellOf(engine, state, map, object);
  return isInterrupt(index) ? index : remove(engine, state, map, index ?? 0);
}

function absent(engine: Engine, state: MachineState): Interrupt | undefined {
  state.sawNull = true;
  return returnFrom(state, engine.number(0));
}

/** With the switch `updatesMayFail`, whether this update fails for want of room. */
function mayBeFull(engine: Engine, state: MachineState): boolean | Interrupt {
  if (!engine.choices.updatesMayFail) return false;
  const count = state.counts.get('full') ?? 0;
  const full = engine.input(state, `full!${count}`, 1);
  const decided = engine.decide(state, engine.store.eq(full, engine.store.constant(1, 1)));
  if (!isInterrupt(decided)) state.counts = new Map(state.counts).set('full', count + 1);
  return decided;
}

function noteUpdate(engine: Engine): void {
  if (!engine.choices.updatesMayFail) engine.assumptions.add('map-never-full');
}

function keyedMap(state: MachineState, number: number): MapDefinition | Interrupt {
  const map = mapIn(state, number);
  if (isInterrupt(map)) return map;
  const family = familyOf(map);
  return family === 'array' || family === 'hash'
    ? map
    : unsupported(`an access by key to map ${map.name} of type ${map.typeName}`);
}

function cellAt(state: MachineState, map: MapDefinition, index: number): Cell {
  const cell = mapState(state, map).cells[index];
  if (cell === undefined) throw new RangeError(`map ${map.name} has no cell ${index}`);
  return cell;
}

/** bpftrace names the map of `@x` `AT_x`. */
function markerKind(name: string): keyof typeof markerMaps | null {
  const kinds = Object.keys(markerMaps) as (keyof typeof markerMaps)[];
  return kinds.find((kind) => name === markerMaps[kind].replace('@', 'AT_')) ?? null;
}
