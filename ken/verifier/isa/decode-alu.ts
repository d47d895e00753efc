import type { AluOperation, Instruction, Width } from './instruction.ts';
import { type Slot, invalid, operandOf, usesRegister } from './slot.ts';

/** By the upper four bits of the opcode; null is not a plain two-operand operation. */
const operations: readonly (AluOperation | null)[] = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'or',
  'and',
  'shift-left',
  'shift-right',
  null,
  'modulo',
  'xor',
  'move',
  'arithmetic-shift-right',
];

/** Classes ALU and ALU64 (RFC 9669, section 4.1 and 4.2). */
export function decodeAlu(slot: Slot): Instruction {
  const width: Width = (slot.opcode & 7) === 7 ? 64 : 32;
  const code = slot.opcode >> 4;
  if (code === 8) return decodeNegate(slot, width);
  if (code === 13) return decodeByteOrder(slot, width);
  const operation = operations[code];
  if (operation === undefined || operation === null) return invalid(slot, `arithmetic operation ${code}`);
  // Its immediate is in use, beside the register.
  if (slot.opcode === 0xbf && slot.offset === 1 && slot.source <= 10) {
    return {
      kind: 'address-space-cast',
      destination: slot.destination,
      source: slot.source,
      immediate: slot.immediate,
    };
  }
  const source = operandOf(slot);
  if (source === null) return invalid(slot, 'reserved field of an arithmetic operation');
  const { destination, offset } = slot;
  if (offset === 0) return { kind: 'alu', width, operation, destination, source };
  if (offset === 1 && operation === 'divide') {
    return { kind: 'alu', width, operation: 'signed-divide', destination, source };
  }
  if (offset === 1 && operation === 'modulo') {
    return { kind: 'alu', width, operation: 'signed-modulo', destination, source };
  }
  if (operation === 'move') return decodeSpecialMove(slot, width);
  return invalid(slot, `offset ${offset} of an arithmetic operation`);
}

function decodeNegate(slot: Slot, width: Width): Instruction {
  if (usesRegister(slot) || slot.source !== 0 || slot.offset !== 0 || slot.immediate !== 0) {
    return invalid(slot, 'reserved field of a negation');
  }
  return { kind: 'negate', width, destination: slot.destination };
}

function decodeByteOrder(slot: Slot, width: Width): Instruction {
  const { destination, immediate: bits } = slot;
  if (slot.source !== 0 || slot.offset !== 0 || (width === 64 && usesRegister(slot))) {
    return invalid(slot, 'reserved field of a byte swap');
  }
  if (bits !== 16 && bits !== 32 && bits !== 64) return invalid(slot, `byte swap of ${bits} bits`);
  const order = width === 64 ? 'swap' : usesRegister(slot) ? 'big' : 'little';
  return { kind: 'byte-order', order, bits, destination };
}

function decodeSpecialMove(slot: Slot, width: Width): Instruction {
  const { destination, source, offset } = slot;
  if (!usesRegister(slot)) return invalid(slot, `offset ${offset} of a move of a constant`);
  if (offset === 8 || offset === 16 || (offset === 32 && width === 64)) {
    return { kind: 'move-sign-extend', width, from: offset, destination, source };
  }
  return invalid(slot, `offset ${offset} of a move`);
}
