import type { TypeTable } from '../btf/type-table.ts';
import type { Instruction } from '../isa/instruction.ts';
import { patch } from './core/patch.ts';
import { resolve } from './core/resolve.ts';
import type { BpfObject, CoreRelocation } from './object.ts';

/**
 * Applies the CO-RE relocations of an object against the BTF of the kernel that will run it, as libbpf does
 * (tools/lib/bpf/relo_core.c). An instruction whose relocation cannot be resolved becomes `invalid` with the reason: code
 * that the program's own checks keep from running may hold such instructions.
 */
export function relocate(object: BpfObject, kernelTypes: TypeTable): BpfObject {
  const { types, coreRelocations } = object;
  if (types === null || coreRelocations.length === 0) return object;
  const byFunction = new Map<string, CoreRelocation[]>();
  for (const relocation of coreRelocations) {
    const own = byFunction.get(relocation.function);
    if (own) own.push(relocation);
    else byFunction.set(relocation.function, [relocation]);
  }
  const functions = object.functions.map((each) => {
    const own = byFunction.get(each.name);
    return own ? { ...each, instructions: relocated(each.instructions, own, types, kernelTypes) } : each;
  });
  return { ...object, functions, coreRelocations: [] };
}

function relocated(
  instructions: readonly Instruction[],
  relocations: readonly CoreRelocation[],
  local: TypeTable,
  target: TypeTable,
): Instruction[] {
  const patched = [...instructions];
  for (const relocation of relocations) {
    const instruction = patched[relocation.instruction];
    if (instruction === undefined) continue;
    patched[relocation.instruction] = patch(instruction, resolve(relocation, local, target));
  }
  return patched;
}
