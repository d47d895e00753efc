import type { TypeTable } from '../../btf/type-table.ts';
import type { BtfType } from '../../btf/types.ts';
import { essentialName } from './essential-name.ts';

/** RELO_CORE's limit of levels. */
const deepest = 32;

interface Search {
  local: TypeTable;
  target: TypeTable;
  left: number;
}

/**
 * bpf_core_types_match: every member, value and parameter of the object's type has its like in the kernel's; behind a
 * pointer the names of structs are enough.
 */
export function typesMatch(local: TypeTable, localId: number, target: TypeTable, targetId: number): boolean {
  return matches({ local, target, left: 20_000 }, localId, targetId, false, deepest);
}

function matches(search: Search, localId: number, targetId: number, behindPointer: boolean, depth: number): boolean {
  if (depth === 0 || search.left-- <= 0) return false;
  const a = search.local.type(search.local.strip(localId));
  const b = search.target.type(search.target.strip(targetId));
  if (essentialName(a.name) !== essentialName(b.name)) return false;
  const next = (own: number, other: number, pointer = behindPointer): boolean =>
    matches(search, own, other, pointer, depth - 1);
  switch (a.kind) {
    case 'forward':
      if (b.kind === 'forward') return a.of === b.of;
      return behindPointer && b.kind === a.of;
    case 'enum':
    case 'enum64':
      return enumsMatch(a, b);
    case 'struct':
    case 'union': {
      if (behindPointer) return b.kind === a.kind || (b.kind === 'forward' && b.of === a.kind);
      if (b.kind !== a.kind || a.members.length > b.members.length) return false;
      return a.members.every((own) => b.members.some((other) => own.name === other.name && next(own.type, other.type)));
    }
    case 'int':
      return b.kind === 'int' && a.size === b.size && a.encoding.signed === b.encoding.signed;
    case 'pointer':
      return b.kind === 'pointer' && next(a.type, b.type, true);
    case 'array':
      return b.kind === 'array' && a.length === b.length && next(a.element, b.element);
    case 'function-prototype': {
      if (b.kind !== 'function-prototype' || a.parameters.length !== b.parameters.length) return false;
      const parameters = a.parameters.every(({ type }, index) => next(type, b.parameters[index]?.type ?? 0));
      return parameters && next(a.returns, b.returns);
    }
    case 'void':
      return b.kind === 'void';
    default:
      return false;
  }
}

function enumsMatch(a: BtfType & { kind: 'enum' | 'enum64' }, b: BtfType): boolean {
  if ((b.kind !== 'enum' && b.kind !== 'enum64') || a.size !== b.size || a.values.length > b.values.length)
    return false;
  const names = new Set(b.values.map(({ name }) => essentialName(name)));
  return a.values.every(({ name }) => names.has(essentialName(name)));
}
