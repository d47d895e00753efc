import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import { scalarType } from '../../../ken/verifier/contracts/language/signature.ts';
import type { Analysis } from '../facts/analysis.ts';
import type { Body } from '../facts/body.ts';
import { Results, type ReturnType } from '../facts/results.ts';
import { anything, integers, type Value } from '../facts/value.ts';
import type { Prototype } from '../functions/prototypes.ts';

/** What each analysed function can return, with what the types of unknown callees say of theirs. */
export function computeResults(
  analysis: Analysis,
  types: TypeTable,
  prototypes: ReadonlyMap<string, readonly Prototype[]>,
): Results {
  const returnTypes = new Map<Body, ReturnType>();
  const returnType = (id: number): ReturnType => {
    const type = id === 0 ? null : scalarType(types, id);
    if (!type) return null;
    return type.kind === 'pointer' ? { kind: 'pointer' } : { ...type, bits: type.boolean ? 8 : type.bits };
  };
  for (const [found, { body, prototype }] of analysis.byFunction) {
    const type = returnType(prototype.returns);
    // Helpers return error numbers as unsigned registers.
    returnTypes.set(
      body,
      type?.kind === 'integer' && /BPF_CALL/.test(found.macro ?? '') ? { ...type, signed: true } : type,
    );
  }
  // Of an unknown callee, the range of a small type is still known.
  const fallback = (name: string): Value => {
    const all = prototypes.get(name) ?? [];
    const type = all.length === 1 && all[0] ? returnType(all[0].returns) : null;
    if (type?.kind !== 'integer' || (!type.boolean && type.bits > 16)) return anything;
    const low = type.boolean || !type.signed ? 0 : -(2 ** (type.bits - 1));
    return integers([[low, type.boolean ? 1 : low + 2 ** type.bits - 1]]);
  };
  const results = new Results([...returnTypes.keys()], returnTypes, fallback);
  results.compute();
  return results;
}
