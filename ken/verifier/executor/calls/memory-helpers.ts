import { commByte } from '../../helpers/input-names.ts';
import type { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, rejected, unsupported } from '../interrupt.ts';
import { bytesOf, lazyBytesOf, type OutsideSpace, readOutside } from '../memory/kernel-memory.ts';
import { placeOf } from '../memory/place.ts';
import { readSlots } from '../memory/read-bytes.ts';
import { unwrittenByte } from '../memory/unwritten.ts';
import { writeSlots } from '../memory/write-bytes.ts';
import { constantIn, numberIn, pointerIn, register } from '../registers.ts';
import { LazyBytes } from '../state/lazy-bytes.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { Content, Slot } from '../state/region.ts';
import { termOfSlots } from '../state/symbolic-bytes.ts';
import { Deferred, Pointer } from '../state/value.ts';
import { returnFrom } from './arguments.ts';

const badAddress = -14n;

/** Larger buffers are not looked at byte by byte. */
export const mostBytes = 1 << 16;

/** bpf_probe_read*: copies memory; zeros and -EFAULT when it cannot be read. */
export function readMemoryHelper(engine: Engine, state: MachineState, space: OutsideSpace): Interrupt | undefined {
  const { store } = engine;
  const destination = pointerIn(state, 1, 'the destination of a read');
  if (isInterrupt(destination)) return destination;
  const sizeTerm = numberIn(state, 2, 'the size of a read');
  if (isInterrupt(sizeTerm)) return sizeTerm;
  if (sizeTerm.op !== 'constant') return readUnknownSize(engine, state, space, destination, sizeTerm);
  const size = constantIn(state, 2, 'the size of a read', mostBytes);
  if (isInterrupt(size)) return size;
  const source = register(state, 3);
  if (isInterrupt(source)) return source;
  if (source instanceof Pointer) return copyOwn(engine, state, destination, source, size);
  const address = numberIn(state, 3, 'the address of a read');
  if (isInterrupt(address)) return address;
  if (size === 0) return returnFrom(state, engine.number(0));
  const place = placeOf(engine, state, destination, size, true);
  if (isInterrupt(place)) return place;
  const read = readOutside(engine, state, space, address, size, false);
  const content: Content = size <= 8 ? bytesOf(engine, read, size) : lazyBytesOf(read, size);
  const written = writeSlots(engine, state, destination, slotsOf(content, size));
  if (written !== undefined) return written;
  return returnFrom(state, store.ite(read.fault, engine.number(badAddress), engine.number(0)));
}

/** The program's own memory is kernel memory too. */
function copyOwn(
  engine: Engine,
  state: MachineState,
  destination: Pointer,
  source: Pointer,
  size: number,
): Interrupt | undefined {
  // The kernel does not check where this reads: an unknown distance may lead out of the context.
  const isContext = state.region(source.region).shape.kind === 'context';
  if (isContext && source.symbolic !== null) {
    if (size > 8) return unsupported('a read of more than 8 bytes at an unknown offset of the context');
    engine.assumptions.add('context-elsewhere');
    const anything = size === 0 ? [] : slotsOf(engine.numbered(state, 'elsewhere', size * 8), size);
    return writeSlots(engine, state, destination, anything) ?? returnFrom(state, engine.number(0));
  }
  const slots = readSlots(engine, state, source, size);
  if (isInterrupt(slots)) return slots;
  const written = writeSlots(engine, state, destination, slots);
  return written ?? returnFrom(state, engine.number(0));
}

/** A read of `size` bytes, where the size is not known: bytes from there on keep what they were. */
function readUnknownSize(
  engine: Engine,
  state: MachineState,
  space: OutsideSpace,
  destination: Pointer,
  sizeTerm: Term,
): Interrupt | undefined {
  const { store } = engine;
  const room = roomFor(engine, state, destination, sizeTerm);
  if (isInterrupt(room)) return room;
  const { size, length } = room;
  const address = numberIn(state, 3, 'the address of a read');
  if (isInterrupt(address)) return address;
  const place = placeOf(engine, state, destination, size, true);
  if (isInterrupt(place)) return place;
  const before = previous(engine, state, destination, size);
  const read = readOutside(engine, state, space, address, size, false);
  const bytes = new LazyBytes(size, (index) =>
    store.ite(
      store.ult(engine.number(index), length),
      store.ite(read.fault, store.constant(0, 8), read.raw(index)),
      before(index),
    ),
  );
  const written = writeSlots(engine, state, destination, slotsOf(bytes, size));
  if (written !== undefined) return written;
  return returnFrom(state, store.ite(read.fault, engine.number(badAddress), engine.number(0)));
}

/** bpf_probe_read*_str: copies up to the first zero, at most `size` bytes; what lies behind stays as it was. */
export function readStringHelper(engine: Engine, state: MachineState, space: OutsideSpace): Interrupt | undefined {
  const { store } = engine;
  const destination = pointerIn(state, 1, 'the destination of a string');
  if (isInterrupt(destination)) return destination;
  const sizeTerm = numberIn(state, 2, 'the size of a string');
  if (isInterrupt(sizeTerm)) return sizeTerm;
  const room = roomFor(engine, state, destination, sizeTerm);
  if (isInterrupt(room)) return room;
  const { size, length } = room;
  if (size === 0) return returnFrom(state, engine.number(0));
  const place = placeOf(engine, state, destination, size, true);
  if (isInterrupt(place)) return place;
  const source = stringSource(engine, state, space, size);
  if (isInterrupt(source)) return source;
  engine.assumptions.add('strings-stable');
  const { raw, fault } = source;
  const before = previous(engine, state, destination, size);
  const zero = store.constant(0, 8);
  // alive(i): the read does not fail, no byte before i is zero and i is within the size, so byte i is copied.
  const alive: Term[] = [];
  const aliveAt = (index: number): Term => {
    for (let next = alive.length; next <= index; next++) {
      const inside = store.ult(engine.number(next), length);
      const last = alive[next - 1];
      const goesOn = last === undefined ? store.not(fault) : store.and(last, store.not(store.eq(raw(next - 1), zero)));
      alive.push(store.and(goesOn, inside));
    }
    return alive[index] ?? store.false;
  };
  const isLast = (index: number): Term => store.eq(length, engine.number(index + 1));
  const bytes = new LazyBytes(size, (index) => {
    const copied = store.ite(isLast(index), zero, raw(index));
    const failed = store.and(fault, store.ult(engine.number(index), length));
    return store.ite(aliveAt(index), copied, store.ite(failed, zero, before(index)));
  });
  const written = writeSlots(engine, state, destination, slotsOf(bytes, size));
  if (written !== undefined) return written;
  const result = new Deferred(() => {
    let count = length;
    for (let index = size - 2; index >= 0; index--) {
      const ends = store.and(store.eq(raw(index), zero), store.ult(engine.number(index + 1), length));
      count = store.ite(ends, engine.number(index + 1), count);
    }
    return store.ite(fault, engine.number(badAddress), count);
  });
  return returnFrom(state, result);
}

interface StringSource {
  fault: Term;
  raw: (index: number) => Term;
}

function stringSource(
  engine: Engine,
  state: MachineState,
  space: OutsideSpace,
  size: number,
): StringSource | Interrupt {
  const source = register(state, 3);
  if (isInterrupt(source)) return source;
  if (source instanceof Pointer) {
    const region = state.region(source.region);
    if (region.shape.kind === 'context') return contextString(engine, state, source);
    const known = Math.min(size, region.shape.size - source.offset);
    const slots = readSlots(engine, state, source, known);
    if (isInterrupt(slots)) return slots;
    return { fault: engine.store.false, raw: (index) => byteOf(engine, slots[index]) };
  }
  const address = numberIn(state, 3, 'the address of a string');
  if (isInterrupt(address)) return address;
  const read = readOutside(engine, state, space, address, size, true);
  return read;
}

/** Dynamic data of a tracepoint's record lie at an offset that the record itself holds. */
function contextString(engine: Engine, state: MachineState, source: Pointer): StringSource | Interrupt {
  const { store } = engine;
  if (source.symbolic === null) return unsupported('a string at a fixed place of the context');
  if (state.contextKind !== 'record') return unsupported('a string at an unknown offset of the context');
  engine.assumptions.add('record-data-behind');
  const at = store.add(source.symbolic, engine.number(source.offset));
  const { event } = state;
  const raw = (index: number): Term => store.apply(`e${event}.record`, 8, store.add(at, engine.number(index)));
  return { fault: store.false, raw };
}

/** How many bytes a buffer can take, and how many are asked for, as 64 bits. */
export function roomFor(
  engine: Engine,
  state: MachineState,
  destination: Pointer,
  sizeTerm: Term,
): { size: number; length: Term } | Interrupt {
  const { store } = engine;
  const length = store.zeroExtend(store.extract(31, 0, sizeTerm), 64);
  const { shape } = state.region(destination.region);
  const most = destination.symbolic === null ? shape.size - destination.offset : shape.size;
  if (length.op === 'constant') {
    const size = Number(length.value);
    return size <= mostBytes ? { size, length } : unsupported(`a buffer of ${size} bytes`);
  }
  const fits = engine.decide(state, store.ule(length, engine.number(Math.max(0, most))));
  if (isInterrupt(fits)) return fits;
  if (!fits) {
    const message = `a size that may exceed the ${most} bytes of ${shape.name}`;
    engine.report(state, 'out-of-bounds', message, store.true);
    return rejected(message);
  }
  const size = Number(length.maximum < BigInt(most) ? length.maximum : BigInt(most));
  return size <= mostBytes ? { size, length } : unsupported(`a buffer of ${size} bytes`);
}

/** bpf_get_current_comm: the name up to its zero, the rest of the buffer filled with zeros. */
export function currentComm(engine: Engine, state: MachineState): Interrupt | undefined {
  const { store } = engine;
  const destination = pointerIn(state, 1, 'the buffer for comm');
  if (isInterrupt(destination)) return destination;
  const size = constantIn(state, 2, 'the size of the buffer for comm', 4096);
  if (isInterrupt(size)) return size;
  const zero = store.constant(0, 8);
  const slots: Slot[] = [];
  let alive = store.true;
  for (let index = 0; index < size; index++) {
    const byte = index < Math.min(15, size - 1) ? taskInput(engine, state, commByte(index), 8) : zero;
    slots.push({ content: store.ite(alive, byte, zero), position: 0 });
    alive = store.and(alive, store.not(store.eq(byte, zero)));
  }
  const written = writeSlots(engine, state, destination, slots);
  return written ?? returnFrom(state, engine.number(0));
}

/** An input that belongs to the current task. */
export function taskInput(engine: Engine, state: MachineState, name: string, width: number): Term {
  engine.assumptions.add(engine.choices.oneTask ? 'one-task' : 'task-per-event');
  return engine.choices.oneTask ? engine.lastingInput(state, name, width) : engine.input(state, name, width);
}

/** What the buffer held before, byte by byte; what was never written may be anything. */
export function previous(
  engine: Engine,
  state: MachineState,
  { region: id, offset, symbolic }: Pointer,
  size: number,
): (index: number) => Term {
  const region = state.region(id);
  const slots = Array.from({ length: size }, (_, index) => (symbolic === null ? region.slot(offset + index) : null));
  return (index) => {
    const slot = slots[index];
    return slot ? byteOf(engine, slot) : unwrittenByte(engine, state, region.shape, offset + index);
  };
}

export function byteOf({ store }: Engine, slot: Slot | undefined): Term {
  if (slot === undefined) return store.constant(0, 8);
  return termOfSlots(store, [slot]);
}

const slotsOf = (content: Content, size: number): Slot[] =>
  Array.from({ length: size }, (_, position) => ({ content, position }));
