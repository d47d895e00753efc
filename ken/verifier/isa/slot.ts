import type { Instruction, Operand } from './instruction.ts';

/** The fields of one 8-byte slot (RFC 9669, section 3). */
export interface Slot {
  opcode: number;
  destination: number;
  source: number;
  /** Signed. */
  offset: number;
  /** Signed. */
  immediate: number;
  /** The whole slot. */
  bytes: bigint;
}

export function invalid(slot: Slot, reason: string): Instruction {
  return { kind: 'invalid', bytes: slot.bytes, reason };
}

/** Bit 3 of arithmetic and jumps: the second operand is a register. */
export function usesRegister(slot: Slot): boolean {
  return (slot.opcode & 8) !== 0;
}

/** The second operand, or null when the field that is not in use is not zero or the register does not exist. */
export function operandOf(slot: Slot): Operand | null {
  if (!usesRegister(slot)) {
    return slot.source === 0 ? { kind: 'immediate', value: BigInt(slot.immediate) } : null;
  }
  return slot.immediate === 0 && slot.source <= 10 ? { kind: 'register', register: slot.source } : null;
}
