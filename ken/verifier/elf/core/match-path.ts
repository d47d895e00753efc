import type { TypeTable } from '../../btf/type-table.ts';
import type { Member } from '../../btf/types.ts';
import { type AccessPath, enter, type FieldPlace } from './access-path.ts';
import { fieldsCompatible } from './fields-compatible.ts';

const deepest = 32;
const mostSteps = 100_000;

/** Follows a path in a type of the kernel; null when a member is missing or of another kind (bpf_core_spec_match). */
export function matchPath(local: TypeTable, path: AccessPath, target: TypeTable, candidate: number): FieldPlace | null {
  const place: FieldPlace = {
    bitOffset: path.rootIndex * (target.size(candidate) ?? 0) * 8,
    bitSize: 0,
    type: candidate,
  };
  for (const [position, step] of path.steps.entries()) {
    if ('index' in step) {
      const array = target.type(target.strip(place.type));
      if (array.kind !== 'array') return null;
      // A flexible array ends its struct and has any number of elements.
      const flexible = array.length <= 1 && position > 0;
      if (!flexible && step.index >= array.length) return null;
      place.bitOffset += step.index * (target.size(array.element) ?? 0) * 8;
      place.type = array.element;
      continue;
    }
    const members = findMember(target, place.type, step.member, { left: mostSteps }, deepest);
    const last = members?.at(-1);
    if (!members || !last || !fieldsCompatible(local, step.type, target, last.type)) return null;
    for (const member of members) enter(place, member);
  }
  return place;
}

/** The member of that name with the anonymous ones around it, from the outside. */
function findMember(
  types: TypeTable,
  id: number,
  name: string,
  budget: { left: number },
  depth: number,
): Member[] | null {
  const type = types.type(types.strip(id));
  if ((type.kind !== 'struct' && type.kind !== 'union') || depth === 0) return null;
  for (const member of type.members) {
    if (budget.left-- <= 0) return null;
    if (member.name === name) return [member];
    if (member.name !== '') continue;
    const inner = findMember(types, member.type, name, budget, depth - 1);
    if (inner) return [member, ...inner];
  }
  return null;
}
