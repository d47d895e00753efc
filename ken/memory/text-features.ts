/**
 * Counts of the features of a text: word stems, and character n-grams (3 to 5) inside each stem with its borders
 * marked by `<` and `>`. Case is folded; `sys_enter_opened()` gives the stems sys, enter and open. Function words of
 * English are left out, since short requests share little else.
 */
export function textFeatures(text: string): TextFeatures {
  const words = new Map<string, number>();
  const grams = new Map<string, number>();
  for (const word of splitWords(text)) {
    if (functionWords.has(word)) continue;
    const stemmed = stem(word);
    count(words, stemmed);
    for (const gram of wordGrams(stemmed)) count(grams, gram);
  }
  return { words, grams };
}

export interface TextFeatures {
  words: Map<string, number>;
  grams: Map<string, number>;
}

const functionWords = new Set(
  'a all an and are as at be been by for from has have how in into is it its of on or per that the their them then they this to was what when where which who with'.split(
    ' ',
  ),
);

function splitWords(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Takes off an inflection and a final e: opens, opened and opening become open; trace, traces and tracing trac. */
function stem(word: string): string {
  const bare = word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word.replace(/([^s])s$/, '$1');
  const kept = bare.length >= 3 ? bare : word;
  return kept.length > 3 ? kept.replace(/e$/, '') : kept;
}

function wordGrams(word: string): string[] {
  const bordered = `<${word}>`;
  const grams: string[] = [];
  for (let size = 3; size <= 5; size += 1) {
    for (let start = 0; start + size <= bordered.length; start += 1) grams.push(bordered.slice(start, start + size));
  }
  return grams;
}

function count(counts: Map<string, number>, feature: string): void {
  counts.set(feature, (counts.get(feature) ?? 0) + 1);
}
