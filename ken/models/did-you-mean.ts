/** ` (did you mean "x"?)` for the nearest known word within a third of its length, else ''. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((left, right) => left.distance - right.distance)[0];
  return near ? ` (did you mean ${JSON.stringify(near.candidate)}?)` : '';
}

/** Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours. */
export function editDistance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= right.length; column += 1) {
      const changed = left.charAt(row - 1) === right.charAt(column - 1) ? 0 : 1;
      const swapped =
        left.charAt(row - 1) === right.charAt(column - 2) && left.charAt(row - 2) === right.charAt(column - 1);
      const distances = [at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + changed];
      if (row > 1 && column > 1 && swapped) distances.push(at(row - 2, column - 2) + 1);
      current.push(Math.min(...distances));
    }
  }
  return at(left.length, right.length);
}
