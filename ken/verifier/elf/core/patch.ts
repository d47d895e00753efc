import { encode } from '../../isa/encode.ts';
import type { Instruction, Size } from '../../isa/instruction.ts';
import type { Resolution } from './resolve.ts';

/** Puts the resolved number where the instruction keeps it (bpf_core_patch_insn), else poisons the instruction. */
export function patch(instruction: Instruction, resolution: Resolution): Instruction {
  if (resolution.status === 'unresolved') return poisoned(instruction, resolution.reason);
  const { value, sizes } = resolution;
  switch (instruction.kind) {
    case 'alu':
      if (instruction.source.kind === 'register') return poisoned(instruction, 'no constant to relocate');
      return { ...instruction, source: { kind: 'immediate', value: BigInt.asIntN(32, value) } };
    case 'wide-load':
      return { ...instruction, immediate: BigInt.asUintN(64, value) };
    case 'load':
    case 'store': {
      if (value > 32_767n) return poisoned(instruction, `the field's offset ${value} does not fit`);
      const offset = Number(value);
      if (sizes === null) return { ...instruction, offset };
      const size = sizeOf(sizes.target);
      if (!sizes.adjustable || instruction.size !== sizes.local || size === null) {
        return poisoned(instruction, `the field has ${sizes.target} bytes in the kernel, not ${sizes.local}`);
      }
      return { ...instruction, offset, size };
    }
    default:
      return poisoned(instruction, `an instruction of kind ${instruction.kind} cannot be relocated`);
  }
}

function poisoned(instruction: Instruction, reason: string): Instruction {
  const bytes = encode(instruction);
  const first = bytes.length >= 8 ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true) : 0n;
  return { kind: 'invalid', bytes: first, reason: `unresolved CO-RE relocation: ${reason}` };
}

function sizeOf(bytes: number): Size | null {
  return bytes === 1 || bytes === 2 || bytes === 4 || bytes === 8 ? bytes : null;
}
