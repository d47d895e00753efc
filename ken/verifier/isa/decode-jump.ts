import type { Instruction, JumpCondition } from './instruction.ts';
import { type Slot, invalid, operandOf, usesRegister } from './slot.ts';

/** By the upper four bits of the opcode. */
const conditions: readonly (JumpCondition | null)[] = [
  null,
  '==',
  '>',
  '>=',
  'set',
  '!=',
  's>',
  's>=',
  null,
  null,
  '<',
  '<=',
  's<',
  's<=',
];

/** Classes JMP and JMP32 (RFC 9669, section 4.3). */
export function decodeJump(slot: Slot): Instruction {
  const wide = (slot.opcode & 7) === 5;
  const { destination: left, offset } = slot;
  const condition = conditions[slot.opcode >> 4];
  if (condition) {
    const right = operandOf(slot);
    if (right === null) return invalid(slot, 'reserved field of a conditional jump');
    return { kind: 'jump', width: wide ? 64 : 32, condition, left, right, offset };
  }
  switch (slot.opcode) {
    case 0x05:
      if (!zero(slot.destination, slot.source, slot.immediate)) break;
      return { kind: 'goto', offset, far: false };
    case 0x06:
      if (!zero(slot.destination, slot.source, offset)) break;
      return { kind: 'goto', offset: slot.immediate, far: true };
    case 0x85:
    case 0x8d:
      return decodeCall(slot);
    case 0x95:
      if (!zero(slot.destination, slot.source, offset, slot.immediate)) break;
      return { kind: 'exit' };
    case 0xe5:
      if (!zero(slot.destination, slot.source, slot.immediate)) break;
      return { kind: 'may-goto', offset };
  }
  return invalid(slot, `jump with opcode ${slot.opcode}`);
}

function decodeCall(slot: Slot): Instruction {
  const { source, offset, immediate } = slot;
  if (usesRegister(slot)) {
    if (!zero(source, offset, immediate)) return invalid(slot, 'reserved field of an indirect call');
    return { kind: 'call-register', register: slot.destination };
  }
  if (slot.destination === 0) {
    if (source === 0 && offset === 0) return { kind: 'call-helper', helper: immediate };
    if (source === 1 && offset === 0) return { kind: 'call-local', offset: immediate };
    if (source === 2) return { kind: 'call-kernel', typeId: immediate, module: offset };
  }
  return invalid(slot, 'call of an unknown kind');
}

function zero(...fields: number[]): boolean {
  return fields.every((field) => field === 0);
}
