import type { HelperEffect } from '../../helpers/contract.ts';
import { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, unsupported } from '../interrupt.ts';
import { readSlots } from '../memory/read-bytes.ts';
import { constantIn, pointerIn, register } from '../registers.ts';
import { LazyBytes } from '../state/lazy-bytes.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { Slot } from '../state/region.ts';
import { SymbolicBytes } from '../state/symbolic-bytes.ts';
import { Pointer } from '../state/value.ts';
import { returnFrom } from './arguments.ts';
import { previous } from './memory-helpers.ts';
import { emit } from './output-helpers.ts';

/** Bytes of a text of the program's own memory that is printed. */
const longestText = 128;

/** bpf_trace_printk, bpf_seq_printf: the format's text, then its arguments as 64-bit words. */
export function print(
  engine: Engine,
  state: MachineState,
  effect: HelperEffect & { kind: 'print' },
): Interrupt | undefined {
  const format = pointerIn(state, effect.format, 'a format');
  if (isInterrupt(format)) return format;
  const length = constantIn(state, effect.size, 'the size of a format', 4096);
  if (isInterrupt(length)) return length;
  const text = readSlots(engine, state, format, length);
  if (isInterrupt(text)) return text;
  const slots = [...text];
  if (effect.arguments === 'registers') {
    const conversions = conversionsIn(engine, text);
    if (conversions === null) return unsupported('a format that is not constant');
    for (const [index, conversion] of conversions.entries()) {
      const argument = register(state, effect.size + 1 + index);
      if (isInterrupt(argument)) return argument;
      if (argument instanceof Term) {
        for (let position = 0; position < 8; position++) slots.push({ content: argument, position });
      } else if (argument instanceof Pointer && conversion === 's') {
        slots.push(...textAt(engine, state, argument));
      } else {
        return unsupported(`a pointer is printed with %${conversion}`);
      }
    }
  } else {
    const size = constantIn(state, effect.size + 2, 'the size of the arguments of a format', 4096);
    if (isInterrupt(size)) return size;
    const data = size === 0 ? null : pointerIn(state, effect.size + 1, 'the arguments of a format');
    if (isInterrupt(data)) return data;
    const words = data === null ? [] : readSlots(engine, state, data, size);
    if (isInterrupt(words)) return words;
    slots.push(...words);
  }
  emit(engine, state, { kind: effect.target, map: null, slots, size: engine.number(slots.length) });
  const printed = effect.target === 'sequence-file' ? engine.number(0) : printedLength(engine, state);
  return returnFrom(state, printed);
}

function printedLength(engine: Engine, state: MachineState): Term {
  return engine.store.zeroExtend(engine.numbered(state, 'printed', 32), 64);
}

/** The letters of the conversions of a constant format; null when a byte is not constant. */
function conversionsIn({ store }: Engine, text: readonly Slot[]): string[] | null {
  const bytes = new SymbolicBytes(store, text);
  let plain = '';
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes.at(index);
    if (byte.op !== 'constant') return null;
    if (byte.value === 0n) break;
    plain += String.fromCharCode(Number(byte.value));
  }
  return [...plain.replaceAll('%%', '').matchAll(/%[-+ #0-9.]*[hlz]*([a-zA-Z])/g)].map(([, letter = '']) => letter);
}

/** The text at a pointer, up to its zero and then zeros, as far as its memory goes. */
function textAt(engine: Engine, state: MachineState, pointer: Pointer): Slot[] {
  const { store } = engine;
  const zero = store.constant(0, 8);
  const { shape } = state.region(pointer.region);
  const size = Math.max(0, Math.min(longestText, shape.size - pointer.offset));
  const byteAt = previous(engine, state, pointer, size);
  const alive: Term[] = [store.true];
  const bytes = new LazyBytes(size, (index) => {
    for (let next = alive.length; next <= index; next++) {
      alive.push(store.and(alive[next - 1] ?? store.false, store.not(store.eq(byteAt(next - 1), zero))));
    }
    return store.ite(alive[index] ?? store.false, byteAt(index), zero);
  });
  return Array.from({ length: size }, (_, position) => ({ content: bytes, position }));
}
