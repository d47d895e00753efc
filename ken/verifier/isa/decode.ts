import { MalformedObject } from '../malformed-object.ts';
import { decodeAlu } from './decode-alu.ts';
import { decodeJump } from './decode-jump.ts';
import { decodeMemory } from './decode-memory.ts';
import type { Instruction, WideLoad } from './instruction.ts';
import { type Slot, invalid } from './slot.ts';

/**
 * Decodes a program, one entry per slot. What is outside the instruction set, also a reserved field that is not zero,
 * becomes `invalid`, never an error, so that code which is not reached does no harm.
 * @throws MalformedObject when the length is not a multiple of 8
 */
export function decode(bytes: Uint8Array): Instruction[] {
  if (bytes.length % 8 !== 0)
    throw new MalformedObject(`${bytes.length} bytes of instructions, not a multiple of 8`, 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const instructions: Instruction[] = [];
  for (let offset = 0; offset < bytes.length; offset += 8) {
    const slot = slotAt(view, offset);
    if (slot.opcode !== 0x18) {
      instructions.push(decodeSlot(slot));
      continue;
    }
    const next = offset + 8 < bytes.length ? slotAt(view, offset + 8) : null;
    const wide = decodeWideLoad(slot, next);
    instructions.push(wide);
    if (wide.kind === 'invalid') continue;
    instructions.push({ kind: 'second-slot' });
    offset += 8;
  }
  return instructions;
}

function slotAt(view: DataView, offset: number): Slot {
  const registers = view.getUint8(offset + 1);
  return {
    opcode: view.getUint8(offset),
    destination: registers & 15,
    source: registers >> 4,
    offset: view.getInt16(offset + 2, true),
    immediate: view.getInt32(offset + 4, true),
    bytes: view.getBigUint64(offset, true),
  };
}

function decodeSlot(slot: Slot): Instruction {
  if (slot.destination > 10) return invalid(slot, `register r${slot.destination}`);
  switch (slot.opcode & 7) {
    case 4:
    case 7:
      return decodeAlu(slot);
    case 5:
    case 6:
      return decodeJump(slot);
    default:
      return decodeMemory(slot);
  }
}

const wideLoads: readonly WideLoad[] = [
  'value',
  'map-fd',
  'map-value',
  'kernel-variable',
  'function',
  'map-index',
  'map-value-index',
];

function decodeWideLoad(slot: Slot, next: Slot | null): Instruction {
  const load = wideLoads[slot.source];
  if (slot.destination > 10) return invalid(slot, `register r${slot.destination}`);
  if (load === undefined || slot.offset !== 0) return invalid(slot, 'reserved field of a wide load');
  if (next === null) return invalid(slot, 'wide load without its second slot');
  if ((next.bytes & 0xffff_ffffn) !== 0n) return invalid(slot, 'reserved field in the second slot of a wide load');
  const low = BigInt.asUintN(32, BigInt(slot.immediate));
  const high = BigInt.asUintN(32, BigInt(next.immediate));
  return { kind: 'wide-load', destination: slot.destination, load, immediate: (high << 32n) | low };
}
