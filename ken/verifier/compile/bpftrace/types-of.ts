import type { MapType, VariableType } from '../compiled.ts';
import { type TypedNode, walk } from '../typed-tree.ts';

/** The `$` variables of each probe, in the order of their first use. */
export function variableTypes(program: TypedNode): VariableType[] {
  const probes = program.children.filter(({ kind }) => kind === 'probe');
  return probes.flatMap((root, probe) => {
    const found = new Map<string, VariableType>();
    for (const { kind, text, type } of walk(root)) {
      if (kind === 'variable' && type !== null && !found.has(text)) found.set(text, { name: text, type, probe });
    }
    return [...found.values()];
  });
}

/** The maps of the program, in the order of their first use; types as at the first use that shows them. */
export function mapTypes(program: TypedNode): MapType[] {
  const found = new Map<string, MapType>();
  for (const { kind, text, type, children } of walk(program)) {
    if (kind !== 'map') continue;
    const known = found.get(text) ?? { name: text, key: null, value: '' };
    found.set(text, {
      name: text,
      key: known.key ?? children[0]?.type ?? null,
      value: known.value === '' ? (type ?? '') : known.value,
    });
  }
  return [...found.values()];
}
