import { ofEvent } from '../../helpers/input-names.ts';
import { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, unsupported } from '../interrupt.ts';
import { appended } from '../state/chain.ts';
import { LazyBytes } from '../state/lazy-bytes.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { Region, Slot } from '../state/region.ts';
import { termOfSlots } from '../state/symbolic-bytes.ts';
import { type Handle, isHandle, type Pointer } from '../state/value.ts';
import { contextAccess } from './context.ts';
import { type Place, placeOf } from './place.ts';
import { unwrittenByte } from './unwritten.ts';

/** What a load of `size` bytes gives: a number of so many bytes, or a pointer that was stored there. */
export function readMemory(
  engine: Engine,
  state: MachineState,
  pointer: Pointer,
  size: number,
): Term | Handle | Interrupt {
  const place = placeOf(engine, state, pointer, size, false);
  if (isInterrupt(place)) return place;
  const { region, offsets, offset } = place;
  if (offset !== null) return readAnywhere(engine, state, place, offset, size);
  const at = offsets[0] ?? 0;
  if (region.shape.kind === 'context') {
    const special = contextAccess(engine, state, region, { offset: at, size, writing: false });
    if (special !== null) return special;
  }
  if (region.shape.kind === 'packet') notePacketRead(engine, state, engine.number(at), size);
  return valueAt(engine, state, region, at, size);
}

/** `size` bytes as they are, for a copy or an output. None is a pointer. */
export function readSlots(engine: Engine, state: MachineState, pointer: Pointer, size: number): Slot[] | Interrupt {
  if (size === 0) return [];
  const place = placeOf(engine, state, pointer, size, false);
  if (isInterrupt(place)) return place;
  const { region, offsets, offset } = place;
  if (offset !== null) {
    const slots: Slot[] = [];
    for (let index = 0; index < size; index++) {
      const shifted = {
        region,
        offsets: offsets.map((at) => at + index),
        offset: engine.store.add(offset, engine.number(index)),
      };
      const byte = readAnywhere(engine, state, shifted, shifted.offset, 1);
      if (isInterrupt(byte)) return byte;
      if (isHandle(byte)) return unsupported(`a pointer stored in ${region.shape.name} is read as bytes`);
      slots.push({ content: byte, position: 0 });
    }
    return slots;
  }
  const first = offsets[0] ?? 0;
  if (region.shape.kind === 'context') {
    const special = contextAccess(engine, state, region, { offset: first, size, writing: false });
    if (isInterrupt(special)) return special;
    if (special !== null) return unsupported('a packet pointer is read as bytes');
  }
  const slots = Array.from({ length: size }, (_, index) => slotAt(engine, state, region, first + index));
  if (slots.some(({ content }) => isHandle(content))) {
    return unsupported(`a pointer stored in ${region.shape.name} is read as bytes`);
  }
  return slots;
}

/** As many bytes as one number, the first lowest. */
export function readNumber(engine: Engine, state: MachineState, pointer: Pointer, size: number): Term | Interrupt {
  const slots = readSlots(engine, state, pointer, size);
  return isInterrupt(slots) ? slots : termOfSlots(engine.store, slots);
}

function valueAt(
  engine: Engine,
  state: MachineState,
  region: Region,
  at: number,
  size: number,
  when = engine.store.true,
): Term | Handle | Interrupt {
  const slots: Slot[] = [];
  for (let index = 0; index < size; index++) slots.push(slotAt(engine, state, region, at + index, when));
  const handle = slots.find(({ content }) => isHandle(content))?.content;
  if (handle === undefined) return termOfSlots(engine.store, slots);
  const whole = size === 8 && slots.every(({ content, position }, index) => content === handle && position === index);
  if (!whole || handle instanceof Term || handle instanceof LazyBytes) {
    return unsupported(`a pointer stored in ${region.shape.name} is read in part`);
  }
  return handle;
}

/** A byte; one that was never written is reported and may be anything. */
function slotAt(engine: Engine, state: MachineState, region: Region, offset: number, when = engine.store.true): Slot {
  const slot = region.slot(offset);
  if (slot !== null) return slot;
  const { shape } = region;
  const place = shape.kind === 'stack' ? offset - shape.size : offset;
  engine.report(
    state,
    'uninitialised-read',
    `${shape.name} is read at offset ${place}, where nothing was written`,
    when,
  );
  return { content: unwrittenByte(engine, state, shape, offset), position: 0 };
}

/** A choice between all places that the offset may mean. */
function readAnywhere(
  engine: Engine,
  state: MachineState,
  { region, offsets }: Place,
  offset: Term,
  size: number,
): Term | Interrupt {
  const { store } = engine;
  if (region.shape.kind === 'packet') return readPacketAnywhere(engine, state, region, offset, size);
  if (region.shape.kind === 'context') return unsupported('the context is read at an unknown offset');
  let result: Term | null = null;
  for (const at of [...offsets].reverse()) {
    const chosen = store.eq(offset, engine.number(at));
    const value = valueAt(engine, state, region, at, size, chosen);
    if (!(value instanceof Term))
      return isInterrupt(value) ? value : unsupported('a pointer is read at an unknown offset');
    result = result === null ? value : store.ite(chosen, value, result);
  }
  return result ?? unsupported(`no offset of ${region.shape.name} fits`);
}

/** Bytes of the packet are a function of the offset; those that the program wrote come first. */
function readPacketAnywhere(engine: Engine, state: MachineState, region: Region, offset: Term, size: number): Term {
  const { store } = engine;
  notePacketRead(engine, state, offset, size);
  const name = ofEvent(state.event, 'packet');
  const bytes = Array.from({ length: size }, (_, index) => {
    const at = store.add(offset, engine.number(size - 1 - index));
    return region.writtenOffsets().reduce(
      (value, written) => {
        const slot = region.slot(written);
        const content = slot === null ? value : termOfSlots(store, [slot]);
        return store.ite(store.eq(at, engine.number(written)), content, value);
      },
      store.apply(name, 8, at),
    );
  });
  return store.concat(...bytes);
}

function notePacketRead(engine: Engine, state: MachineState, address: Term, size: number): void {
  const { event } = state;
  const read = { event, space: 'packet', address, size, string: false, value: null, site: engine.site(state) } as const;
  state.reads = appended(state.reads, read);
}
