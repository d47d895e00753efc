import { placeOf, type Found } from './candidate.ts';

/** The first paragraph of a `*_example.txt` that is neither its title nor a screen copy. */
export function exampleText(text: string): Found | undefined {
  for (const found of text.matchAll(/[^\n]+(?:\n[^\n]+)*/g)) {
    const paragraph = found[0].slice(0, 4_000);
    if (/^Demonstrations? of/i.test(paragraph) || /^[#$]\s|^\s/.test(paragraph)) continue;
    const sentence = /^[\s\S]*?[.:](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
    return {
      text: sentence.replace(/\s*(?:For example|Example)[^.]*[:.]$/i, ''),
      lines: placeOf(text, found.index, sentence.length),
    };
  }
  return undefined;
}
