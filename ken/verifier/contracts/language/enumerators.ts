import type { TypeTable } from '../../btf/type-table.ts';

/** Enumerators of all enums that fit an int, by name. Of two with one name and different values neither counts. */
export function enumeratorsOf(types: TypeTable): ReadonlyMap<string, bigint> {
  const known = enumerators.get(types);
  if (known) return known;
  const found = new Map<string, bigint>();
  const ambiguous = new Set<string>();
  for (let id = 1; id < types.count; id++) {
    const type = types.type(id);
    if (type.kind !== 'enum' && type.kind !== 'enum64') continue;
    for (const { name, value } of type.values) {
      const before = found.get(name);
      if (before !== undefined && before !== value) ambiguous.add(name);
      if (value >= -(1n << 31n) && value < 1n << 31n) found.set(name, value);
    }
  }
  for (const name of ambiguous) found.delete(name);
  enumerators.set(types, found);
  return found;
}

const enumerators = new WeakMap<TypeTable, Map<string, bigint>>();
