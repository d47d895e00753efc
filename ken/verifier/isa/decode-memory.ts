import type { AtomicOperation, Instruction, Size } from './instruction.ts';
import { type Slot, invalid } from './slot.ts';

const sizes: readonly Size[] = [4, 2, 1, 8];
const modeAbsolute = 0x20;
const modeIndirect = 0x40;
const modeMemory = 0x60;
const modeSigned = 0x80;
const modeAtomic = 0xc0;

/** Classes LD (without the wide load), LDX, ST and STX (RFC 9669, section 5). */
export function decodeMemory(slot: Slot): Instruction {
  const size = sizes[(slot.opcode >> 3) & 3] ?? 8;
  const mode = slot.opcode & 0xe0;
  if (slot.source > 10) return invalid(slot, `register r${slot.source}`);
  switch (slot.opcode & 7) {
    case 0:
      return decodePacketLoad(slot, size, mode);
    case 1:
      return decodeLoad(slot, size, mode);
    case 2:
      if (mode !== modeMemory || slot.source !== 0) return invalid(slot, 'store of a constant');
      return {
        kind: 'store',
        size,
        base: slot.destination,
        offset: slot.offset,
        source: { kind: 'immediate', value: BigInt(slot.immediate) },
      };
    default:
      return decodeStore(slot, size, mode);
  }
}

function decodePacketLoad(slot: Slot, size: Size, mode: number): Instruction {
  const { immediate, source } = slot;
  if (size === 8 || slot.destination !== 0 || slot.offset !== 0) return invalid(slot, 'packet load');
  if (mode === modeAbsolute && source === 0) return { kind: 'packet-load', mode: 'absolute', size, immediate };
  if (mode === modeIndirect) return { kind: 'packet-load', mode: 'indirect', size, immediate, source };
  return invalid(slot, 'packet load');
}

function decodeLoad(slot: Slot, size: Size, mode: number): Instruction {
  const { destination, source: base, offset } = slot;
  if (slot.immediate !== 0) return invalid(slot, 'reserved field of a load');
  if (mode === modeMemory) return { kind: 'load', size, signed: false, destination, base, offset };
  if (mode === modeSigned && size !== 8) return { kind: 'load', size, signed: true, destination, base, offset };
  return invalid(slot, `load of mode ${mode} and ${size} bytes`);
}

function decodeStore(slot: Slot, size: Size, mode: number): Instruction {
  const { destination: base, source, offset } = slot;
  if (mode === modeAtomic) return decodeAtomic(slot, size);
  if (mode !== modeMemory || slot.immediate !== 0) return invalid(slot, `store of mode ${mode}`);
  return { kind: 'store', size, base, offset, source: { kind: 'register', register: source } };
}

const atomicOperations: ReadonlyMap<number, readonly [AtomicOperation, boolean]> = new Map([
  [0x00, ['add', false]],
  [0x01, ['add', true]],
  [0x40, ['or', false]],
  [0x41, ['or', true]],
  [0x50, ['and', false]],
  [0x51, ['and', true]],
  [0xa0, ['xor', false]],
  [0xa1, ['xor', true]],
  [0xe1, ['exchange', true]],
  [0xf1, ['compare-exchange', true]],
]);

function decodeAtomic(slot: Slot, size: Size): Instruction {
  const { destination, source, offset, immediate } = slot;
  if (immediate === 0x100) return { kind: 'load-acquire', size, destination, base: source, offset };
  if (immediate === 0x110) return { kind: 'store-release', size, base: destination, offset, source };
  const found = atomicOperations.get(immediate);
  if (!found || size < 4) return invalid(slot, `atomic operation ${immediate} of ${size} bytes`);
  const [operation, fetch] = found;
  return { kind: 'atomic', operation, fetch, size: size === 4 ? 4 : 8, base: destination, offset, source };
}
