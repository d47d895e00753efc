/**
 * TF-IDF cosine of short English texts, word by word. `fit` texts decide which words are rare; the measure is symmetric,
 * 0 to 1, and 0 for a text without words.
 */
export function textCosine(fit: readonly string[]): (left: string, right: string) => number {
  const documents = new Map<string, number>();
  for (const text of fit) for (const word of new Set(words(text))) documents.set(word, (documents.get(word) ?? 0) + 1);
  const rarity = (word: string): number => Math.log((1 + fit.length) / (1 + (documents.get(word) ?? 0))) + 1;
  const known = new Map<string, Map<string, number>>();
  const vectorOf = (text: string): Map<string, number> => {
    const cached = known.get(text);
    if (cached) return cached;
    const vector = new Map<string, number>();
    for (const word of words(text)) vector.set(word, (vector.get(word) ?? 0) + rarity(word));
    const length = Math.hypot(...vector.values());
    for (const [word, weight] of vector) vector.set(word, weight / length);
    known.set(text, vector);
    return vector;
  };
  return (left, right) => {
    const [a, b] = [vectorOf(left), vectorOf(right)];
    let sum = 0;
    for (const [word, weight] of a) sum += weight * (b.get(word) ?? 0);
    return sum;
  };
}

const functionWords = new Set(
  'a an the and or of for to in on with by from as is are be this that it its all each every per into which what when where who how do does can was were will not'.split(
    ' ',
  ),
);

/** Lower-case words without plural and verb endings; function words are left out. */
export function words(text: string): string[] {
  return (text.toLowerCase().match(/[a-z0-9]+/g) ?? [])
    .filter((word) => !functionWords.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word.replace(/(?<=\w\w[^s])s$/, '')))
    .map((word) => (word.length > 4 ? word.replace(/e$/, '') : word));
}
