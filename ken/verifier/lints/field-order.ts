import type { TypeTable } from '../btf/type-table.ts';

/**
 * Byte order that a struct member is declared with. `network`: __be16, __be32, __be64. `host`: any other integer of two
 * bytes or more. `none`: no such integer, or not known.
 */
export type FieldOrder = 'network' | 'host' | 'none';

/** Order of a member of a struct or union, by the struct's name; looks into anonymous members. */
export function fieldOrder(types: TypeTable, structure: string, member: string): FieldOrder {
  const found = memberTypeOf(types, structure, member);
  return found === null ? 'none' : orderOfType(types, found);
}

/** Type of a member, by the name of its struct or union, or of a typedef of one; null when there is no such member. */
export function memberTypeOf(types: TypeTable, structure: string, member: string): number | null {
  for (const kind of ['struct', 'union', 'typedef'] as const) {
    for (const id of types.allByName(structure, kind)) {
      const found = memberType(types, id, member);
      if (found !== null) return found;
    }
  }
  return null;
}

function memberType(types: TypeTable, id: number, member: string, depth = 0): number | null {
  const type = types.type(types.strip(id));
  if ((type.kind !== 'struct' && type.kind !== 'union') || depth > 8) return null;
  for (const each of type.members) {
    if (each.name === member) return each.type;
    const inside = each.name === '' ? memberType(types, each.type, member, depth + 1) : null;
    if (inside !== null) return inside;
  }
  return null;
}

/** Order of a type by the name that C gives it; a checksum (__sum16, __wsum) has none that matters. */
export function orderOfType(types: TypeTable, id: number): FieldOrder {
  const spelled = types.describe(id).replace(/^(?:const|volatile)\s+/, '');
  if (/^__be(?:16|32|64)$/.test(spelled)) return 'network';
  if (/^__(?:sum16|wsum|le(?:16|32|64))$/.test(spelled)) return 'none';
  const type = types.type(types.strip(id));
  return type.kind === 'int' && type.size >= 2 && !type.encoding.char && !type.encoding.bool ? 'host' : 'none';
}
