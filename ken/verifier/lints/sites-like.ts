import type { TypedNode } from '../compile/typed-tree.ts';
import type { BpfFunction } from '../elf/object.ts';
import type { FindingKind } from '../executor/exploration.ts';
import type { Instruction } from '../isa/instruction.ts';

/** bpf_probe_read, bpf_probe_read_user, bpf_probe_read_kernel (include/uapi/linux/bpf.h). */
const reads = new Set([4, 112, 113]);

/**
 * The instructions of a function that do the same as one of them, in their order, and which nodes of the source could
 * have given one: divisions and modulos apart, left and right shifts apart, all reads of memory together.
 */
export function sitesLike(
  { instructions }: BpfFunction,
  at: number,
  kind: FindingKind,
): { places: number[]; isLike: (node: TypedNode) => boolean } {
  const operation = operationOf(instructions[at]);
  const places = instructions.flatMap((each, index) =>
    operation !== null && operationOf(each) === operation ? [index] : [],
  );
  return { places, isLike: (node) => kind === 'null-read' || node.text === operation };
}

function operationOf(instruction: Instruction | undefined): string | null {
  if (instruction?.kind === 'call-helper') return reads.has(instruction.helper) ? 'read' : null;
  if (instruction?.kind !== 'alu' || instruction.source.kind !== 'register') return null;
  const { operation } = instruction;
  if (operation.endsWith('divide')) return '/';
  if (operation.endsWith('modulo')) return '%';
  if (operation === 'shift-left') return '<<';
  return operation.endsWith('shift-right') ? '>>' : null;
}
