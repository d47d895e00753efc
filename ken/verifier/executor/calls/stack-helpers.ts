import type { HelperEffect } from '../../helpers/contract.ts';
import { numberedInput, ofEvent } from '../../helpers/input-names.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt } from '../interrupt.ts';
import { writeSlots } from '../memory/write-bytes.ts';
import { numberIn, pointerIn } from '../registers.ts';
import { LazyBytes } from '../state/lazy-bytes.ts';
import type { MachineState } from '../state/machine-state.ts';
import { returnFrom } from './arguments.ts';
import { roomFor } from './memory-helpers.ts';

/**
 * bpf_get_stack: one opaque value of eight bytes stands for all frames, the rest of the buffer is zero; eight bytes are
 * copied. What programs do with a stack is to hash and to print it.
 */
export function stackCopy(
  engine: Engine,
  state: MachineState,
  effect: HelperEffect & { kind: 'stack-copy' },
): Interrupt | undefined {
  const { store } = engine;
  const buffer = pointerIn(state, effect.buffer, 'the buffer for a stack');
  if (isInterrupt(buffer)) return buffer;
  const sizeTerm = numberIn(state, effect.size, 'the size of the buffer for a stack');
  if (isInterrupt(sizeTerm)) return sizeTerm;
  const flags = numberIn(state, effect.flags, 'the flags of a stack');
  if (isInterrupt(flags)) return flags;
  const room = roomFor(engine, state, buffer, sizeTerm);
  if (isInterrupt(room)) return room;
  engine.assumptions.add('stack-opaque');
  // BPF_F_USER_STACK
  const space = flags.op === 'constant' && (flags.value & 256n) !== 0n ? 'user_stack' : 'kernel_stack';
  const frames = store.variable(ofEvent(state.event, numberedInput(space, 0)), 64);
  const bytes = new LazyBytes(room.size, (index) =>
    index < 8 ? store.extract(index * 8 + 7, index * 8, frames) : store.constant(0, 8),
  );
  const slots = Array.from({ length: room.size }, (_, position) => ({ content: bytes, position }));
  const written = writeSlots(engine, state, buffer, slots);
  if (written !== undefined) return written;
  engine.input(state, numberedInput(space, 0), 64);
  return returnFrom(state, engine.number(Math.min(8, room.size)));
}
