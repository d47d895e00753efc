import type { HelperEffect } from '../../helpers/contract.ts';
import type { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import type { SymbolicOutput } from '../exploration.ts';
import { type Interrupt, isInterrupt, unsupported } from '../interrupt.ts';
import { readSlots } from '../memory/read-bytes.ts';
import { constantIn, numberIn, pointerIn } from '../registers.ts';
import { appended } from '../state/chain.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { Slot } from '../state/region.ts';
import { SymbolicBytes } from '../state/symbolic-bytes.ts';
import { Pointer } from '../state/value.ts';
import { mapIn, returnFrom } from './arguments.ts';
import { roomFor } from './memory-helpers.ts';

/** Sends a record to user space. */
export function output(
  engine: Engine,
  state: MachineState,
  effect: HelperEffect & { kind: 'output' },
): Interrupt | undefined {
  const map = effect.map === null ? null : mapIn(state, effect.map);
  if (isInterrupt(map)) return map;
  const record = recordIn(engine, state, effect.data, effect.size);
  if (isInterrupt(record)) return record;
  engine.assumptions.add('output-succeeds');
  emit(engine, state, { kind: effect.stream, map: map?.name ?? null, ...record });
  return returnFrom(state, engine.number(0));
}

export interface RecordBytes {
  slots: Slot[];
  size: Term;
}

/** The bytes that two parameters describe. */
function recordIn(engine: Engine, state: MachineState, data: number, sizeParameter: number): RecordBytes | Interrupt {
  const size = numberIn(state, sizeParameter, 'the size of a record');
  if (isInterrupt(size)) return size;
  if (size.op === 'constant' && size.value === 0n) return { slots: [], size };
  const pointer = pointerIn(state, data, 'the data of a record');
  if (isInterrupt(pointer)) return pointer;
  const room = roomFor(engine, state, pointer, size);
  if (isInterrupt(room)) return room;
  const slots = readSlots(engine, state, pointer, room.size);
  return isInterrupt(slots) ? slots : { slots, size: room.length };
}

export function emit(
  engine: Engine,
  state: MachineState,
  { kind, map, slots, size }: Pick<SymbolicOutput, 'kind' | 'map'> & RecordBytes,
): void {
  const { event } = state;
  const bytes = new SymbolicBytes(engine.store, slots);
  const site = engine.site(state);
  state.outputs = appended(state.outputs, {
    kind,
    map,
    bytes,
    size,
    event,
    site,
    conditionLength: state.condition.length,
  });
}

export function ringReserve(engine: Engine, state: MachineState): Interrupt | undefined {
  const { store } = engine;
  const map = mapIn(state, 1);
  if (isInterrupt(map)) return map;
  const size = constantIn(state, 2, 'the size of a reservation', 1 << 16);
  if (isInterrupt(size)) return size;
  const count = state.counts.get('reserve') ?? 0;
  let granted: boolean | Interrupt = true;
  if (engine.choices.reservationsMayFail) {
    engine.assumptions.add('reservation-may-fail');
    granted = engine.decide(state, store.eq(engine.input(state, `reserve!${count}`, 1), store.constant(1, 1)));
    if (isInterrupt(granted)) return granted;
  } else {
    engine.assumptions.add('reservation-succeeds');
  }
  state.counts = new Map(state.counts).set('reserve', count + 1);
  if (!granted) {
    state.sawNull = true;
    return returnFrom(state, engine.number(0));
  }
  const region = state.addRegion({
    kind: 'ring-record',
    name: `a record of ${map.name}`,
    size,
    writable: true,
    initial: () => null,
  });
  return returnFrom(state, new Pointer(region, 0, null, state.lookups++));
}

export function ringCommit(engine: Engine, state: MachineState, discard: boolean): Interrupt | undefined {
  const pointer = pointerIn(state, 1, 'the record that is submitted');
  if (isInterrupt(pointer)) return pointer;
  const { shape } = state.region(pointer.region);
  if (shape.kind !== 'ring-record' || pointer.offset !== 0) return unsupported('a submission of what was not reserved');
  if (!discard) {
    const slots = readSlots(engine, state, pointer, shape.size);
    if (isInterrupt(slots)) return slots;
    const map = shape.name.replace('a record of ', '');
    emit(engine, state, { kind: 'ringbuf', map, slots, size: engine.number(slots.length) });
  }
  return returnFrom(state, engine.number(0));
}

/** A signal is its number, four bytes. */
export function signal(engine: Engine, state: MachineState): Interrupt | undefined {
  const number = numberIn(state, 1, 'a signal');
  if (isInterrupt(number)) return number;
  engine.assumptions.add('signals-later');
  emitWords(engine, state, 'signal', number, 4);
  return returnFrom(state, engine.number(0));
}

export function overrideReturn(engine: Engine, state: MachineState): Interrupt | undefined {
  const value = numberIn(state, 2, 'a return value');
  if (isInterrupt(value)) return value;
  emitWords(engine, state, 'override-return', value, 8);
  return returnFrom(state, engine.number(0));
}

/** Address, then the bytes written there. What user memory holds afterwards is not modelled. */
export function writeUserMemory(engine: Engine, state: MachineState): Interrupt | undefined {
  const address = numberIn(state, 1, 'an address of user memory');
  if (isInterrupt(address)) return address;
  const record = recordIn(engine, state, 2, 3);
  if (isInterrupt(record)) return record;
  const slots = [...wordSlots(address, 8), ...record.slots];
  const size = engine.store.add(record.size, engine.number(8));
  emit(engine, state, { kind: 'user-memory', map: null, slots, size });
  return returnFrom(state, engine.number(0));
}

function emitWords(engine: Engine, state: MachineState, kind: SymbolicOutput['kind'], value: Term, size: number): void {
  emit(engine, state, { kind, map: null, slots: wordSlots(value, size), size: engine.number(size) });
}

const wordSlots = (content: Term, size: number): Slot[] =>
  Array.from({ length: size }, (_, position) => ({ content, position }));
