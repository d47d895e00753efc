/** The known name that was most likely meant, or undefined when none is near: `upstream-prompt` -> `upstreamPrompt`. */
export function closestName(given: string, known: readonly string[]): string | undefined {
  const scored = known
    .map((name) => ({ name, distance: editDistance(plain(given.slice(0, 60)), plain(name)) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = scored;
  return best && best.distance <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

/** ` (did you mean "x"?)`, or nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  const closest = closestName(given, known);
  return closest === undefined ? '' : ` (did you mean ${JSON.stringify(closest)}?)`;
}

const sorted = (text: string): string => Array.from(text).sort().join('');

const plain = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, '');

/** Levenshtein distance; letters in another order count as one mistake. */
function editDistance(from: string, to: string): number {
  if (from !== to && sorted(from) === sorted(to)) return 1;
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
