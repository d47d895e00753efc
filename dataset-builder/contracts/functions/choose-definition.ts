import type { SourceFunction } from './source-function.ts';
import type { CanonicalType } from './canonical-type.ts';

/**
 * Of several definitions of a name, the one that the kernel was built from: spelled like the prototype of record, in a
 * compiled file, out of line, by itself rather than by a macro.
 */
export function chooseDefinition(
  definitions: readonly SourceFunction[],
  type: CanonicalType,
  compiled: ReadonlySet<string>,
): SourceFunction | null {
  const score = (each: SourceFunction): number =>
    (each.type === type ? 8 : 0) +
    (compiled.has(each.file) ? 4 : 0) +
    (each.isInline ? 0 : 2) +
    (each.macro === null ? 1 : 0);
  let best: SourceFunction | null = null;
  for (const each of definitions) if (best === null || score(each) > score(best)) best = each;
  return best;
}
