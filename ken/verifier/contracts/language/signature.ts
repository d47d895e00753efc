import type { TypeTable } from '../../btf/type-table.ts';

/** What the clauses of a function speak of; types are ids of a type table. */
export interface Signature {
  parameters: readonly { name: string; type: number }[];
  /** 0: it returns nothing. */
  returns: number;
}

/** How C sees a value: an integer of 8, 16, 32 or 64 bits, or a pointer. */
export type ScalarType =
  { kind: 'integer'; bits: number; signed: boolean; boolean: boolean } | { kind: 'pointer'; to: number };

/** Of a type in BTF; null for what is no scalar (structs, void, arrays). */
export function scalarType(types: TypeTable, id: number): ScalarType | null {
  const type = types.type(types.strip(id));
  switch (type.kind) {
    case 'int':
      if (type.bits > 64 || type.bits === 0) return null;
      return {
        kind: 'integer',
        bits: type.encoding.bool ? 1 : type.bits,
        signed: type.encoding.signed,
        boolean: type.encoding.bool,
      };
    case 'enum':
    case 'enum64':
      return { kind: 'integer', bits: type.size * 8, signed: type.signed, boolean: false };
    case 'pointer':
      return { kind: 'pointer', to: type.type };
    default:
      return null;
  }
}

export interface FoundMember {
  type: number;
  /** Bits of a bit field, else 0. */
  bitSize: number;
}

/** A member by name, also inside anonymous structs and unions. */
export function memberNamed(types: TypeTable, owner: number, name: string): FoundMember | null {
  const type = types.type(types.strip(owner));
  if (type.kind !== 'struct' && type.kind !== 'union') return null;
  for (const member of type.members) {
    if (member.name === name) return { type: member.type, bitSize: member.bitSize };
    const inside = member.name === '' ? memberNamed(types, member.type, name) : null;
    if (inside) return inside;
  }
  return null;
}

/** The type that a pointer points to, when it is a struct or union that is defined. */
export function pointedStruct(types: TypeTable, pointer: number): number | null {
  const target = types.strip(pointer);
  const { kind, name } = types.type(target);
  if (kind === 'struct' || kind === 'union') return target;
  if (kind !== 'forward') return null;
  return types.byName(name, 'struct') ?? types.byName(name, 'union');
}
