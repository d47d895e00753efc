import { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, unsupported } from '../interrupt.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { Region, Slot } from '../state/region.ts';
import { termOfSlots } from '../state/symbolic-bytes.ts';
import { type Handle, isHandle, type Pointer } from '../state/value.ts';
import { contextAccess } from './context.ts';
import { type Place, placeOf } from './place.ts';
import { unwrittenByte } from './unwritten.ts';

/** Stores a number of `size` bytes (the term has 8 * size bits), or a pointer. */
export function writeMemory(
  engine: Engine,
  state: MachineState,
  pointer: Pointer,
  size: number,
  value: Term | Handle,
): Interrupt | undefined {
  if (!(value instanceof Term) && size !== 8) return unsupported('a pointer is stored in part');
  const slots = Array.from({ length: size }, (_, position) => ({ content: value, position }));
  return writeSlots(engine, state, pointer, slots);
}

/** Stores bytes as they are. */
export function writeSlots(
  engine: Engine,
  state: MachineState,
  pointer: Pointer,
  slots: readonly Slot[],
): Interrupt | undefined {
  if (slots.length === 0) return undefined;
  const place = placeOf(engine, state, pointer, slots.length, true);
  if (isInterrupt(place)) return place;
  const { shape } = place.region;
  const handle = slots.some(({ content }) => isHandle(content));
  if (handle && shape.kind !== 'stack') return unsupported(`a pointer is stored in ${shape.name}`);
  if (place.offset !== null) return writeAnywhere(engine, state, place, place.offset, slots);
  const first = place.offsets[0] ?? 0;
  if (shape.kind === 'context') {
    const special = contextAccess(engine, state, place.region, { offset: first, size: slots.length, writing: true });
    if (isInterrupt(special)) return special;
  }
  setSlots(state.writable(shape.id), first, slots);
  return undefined;
}

export function setSlots(region: Region, first: number, slots: readonly Slot[]): void {
  for (const [index, { content, position }] of slots.entries()) region.set(first + index, content, position);
}

/** Each place that the offset may mean keeps its bytes unless it is the one. */
function writeAnywhere(
  engine: Engine,
  state: MachineState,
  { region, offsets }: Place,
  offset: Term,
  slots: readonly Slot[],
): Interrupt | undefined {
  const { store } = engine;
  const { shape } = region;
  if (shape.kind === 'packet' || shape.kind === 'context')
    return unsupported(`${shape.name} is written at an unknown offset`);
  if (slots.some(({ content }) => isHandle(content))) return unsupported('a pointer is stored at an unknown offset');
  const value = slots.map((slot) => termOfSlots(store, [slot]));
  const writable = state.writable(shape.id);
  for (const at of offsets) {
    const chosen = store.eq(offset, engine.number(at));
    for (const [index, byte] of value.entries()) {
      const before = writable.slot(at + index);
      if (before !== null && isHandle(before.content))
        return unsupported('a pointer may be overwritten at an unknown offset');
      const old = before === null ? unwrittenByte(engine, state, shape, at + index) : termOfSlots(store, [before]);
      writable.set(at + index, store.ite(chosen, byte, old), 0);
    }
  }
  return undefined;
}
