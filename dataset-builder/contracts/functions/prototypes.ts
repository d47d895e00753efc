import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import { canonicalOfBtf, type CanonicalType } from './canonical-type.ts';

/** A function of the kernel's BTF: the prototype of record. */
export interface Prototype {
  name: string;
  /** Id of the function in BTF. */
  id: number;
  /** Type ids; a last one of 0 without a name stands for `...`. */
  parameters: readonly { name: string; type: number }[];
  returns: number;
}

/** All functions of a BTF, by name; a name may have several prototypes (static functions of several files). */
export function readPrototypes(types: TypeTable, first = 1): Map<string, Prototype[]> {
  const found = new Map<string, Prototype[]>();
  for (let id = first; id < types.count; id++) {
    const type = types.type(id);
    if (type.kind !== 'function') continue;
    const prototype = types.type(type.type);
    if (prototype.kind !== 'function-prototype') continue;
    const { parameters, returns } = prototype;
    const entry = { name: type.name, id, parameters, returns };
    const known = found.get(type.name);
    if (known) known.push(entry);
    else found.set(type.name, [entry]);
  }
  return found;
}

export function canonicalPrototype(types: TypeTable, { parameters, returns }: Prototype): CanonicalType {
  const list = parameters.map(({ name, type }) => (type === 0 && name === '' ? '...' : canonicalOfBtf(types, type)));
  return `fn(${list.join(',')})->${canonicalOfBtf(types, returns)}`;
}

/**
 * A prototype as source text spells it, in BTF's spelling: a parameter whose type is a typedef of a function is a pointer
 * to it.
 */
export function decayedPrototype(types: TypeTable, type: CanonicalType): CanonicalType {
  return type.replace(/(fn\(|,)(\w+)(?=[,)])/g, (whole, before: string, name: string) => {
    const id = types.byName(name, 'typedef');
    return id !== null && types.type(types.strip(id)).kind === 'function-prototype' ? `${before}*(${name})` : whole;
  });
}
