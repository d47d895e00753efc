/** Sorted by code units, which is the same order on every machine. */
export function sortedUnique(values: Iterable<string>): string[] {
  return [...new Set(values)].sort();
}
