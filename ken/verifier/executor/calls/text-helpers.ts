import { ofEvent } from '../../helpers/input-names.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt } from '../interrupt.ts';
import { readSlots } from '../memory/read-bytes.ts';
import { constantIn, pointerIn } from '../registers.ts';
import { LazyBytes } from '../state/lazy-bytes.ts';
import type { MachineState } from '../state/machine-state.ts';
import { Deferred, type Pointer } from '../state/value.ts';
import { writeSlots } from '../memory/write-bytes.ts';
import { returnFrom } from './arguments.ts';
import { byteOf } from './memory-helpers.ts';

/** bpf_strncmp: -1, 0 or 1, up to a zero in both or `size` bytes. The second text is read-only data. */
export function compareStrings(engine: Engine, state: MachineState): Interrupt | undefined {
  const { store } = engine;
  const size = constantIn(state, 2, 'the size of a comparison', 4096);
  if (isInterrupt(size)) return size;
  const left = bytesAt(engine, state, pointerIn(state, 1, 'a text'), size);
  if (isInterrupt(left)) return left;
  const right = bytesAt(engine, state, pointerIn(state, 3, 'a text'), size);
  if (isInterrupt(right)) return right;
  const result = new Deferred(() => {
    let order = engine.number(0);
    for (let index = size - 1; index >= 0; index--) {
      const [a, b] = [left(index), right(index)];
      const different = store.ite(store.ult(a, b), engine.number(-1n), engine.number(1));
      const same = store.ite(store.eq(a, store.constant(0, 8)), engine.number(0), order);
      order = store.ite(store.eq(a, b), same, different);
    }
    return order;
  });
  return returnFrom(state, result);
}

/** bpf_snprintf: the text is opaque, some bytes with a zero at the end; the length is a number. */
export function printToBuffer(engine: Engine, state: MachineState): Interrupt | undefined {
  const size = constantIn(state, 2, 'the size of a buffer', 4096);
  if (isInterrupt(size)) return size;
  const { event } = state;
  const number = state.counts.get('snprintf') ?? 0;
  if (size > 0) {
    const buffer = pointerIn(state, 1, 'a buffer');
    if (isInterrupt(buffer)) return buffer;
    const text = new LazyBytes(size, (index) =>
      index === size - 1
        ? engine.store.constant(0, 8)
        : engine.store.variable(ofEvent(event, `snprintf!${number}+${index}`), 8),
    );
    const slots = Array.from({ length: size }, (_, position) => ({ content: text, position }));
    const written = writeSlots(engine, state, buffer, slots);
    if (written !== undefined) return written;
  }
  engine.assumptions.add('formatted-text-opaque');
  state.counts = new Map(state.counts).set('snprintf', number + 1);
  const length = engine.numbered(state, 'snprintf_length', 16);
  return returnFrom(state, engine.store.zeroExtend(length, 64));
}

function bytesAt(
  engine: Engine,
  state: MachineState,
  pointer: Pointer | Interrupt,
  size: number,
): ((index: number) => ReturnType<typeof byteOf>) | Interrupt {
  if (isInterrupt(pointer)) return pointer;
  // The kernel reads the second text up to its zero only; it may be shorter than the size.
  const { shape } = state.region(pointer.region);
  const length = pointer.symbolic === null ? Math.min(size, shape.size - pointer.offset) : size;
  const slots = readSlots(engine, state, pointer, length);
  return isInterrupt(slots) ? slots : (index) => byteOf(engine, slots[index]);
}
