/** ` - did you mean "x"?` when one of the known words is close to the wrong one, else an empty text. */
export function didYouMean(wrong: string, known: readonly string[]): string {
  const nearest = known
    .map((word) => ({ word, distance: editDistance(wrong.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (!nearest || nearest.distance > Math.max(2, Math.floor(wrong.length / 3))) return '';
  return ` - did you mean ${JSON.stringify(nearest.word)}?`;
}

/** Smallest number of insertions, deletions and replacements that make one word of the other. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
