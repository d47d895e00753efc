import { placeOf, type Found } from './candidate.ts';

/** A reStructuredText manual page: the line between two rules under the title. */
export function subtitle(text: string): Found | undefined {
  const found = /^[=-]{4,}\n([^\n]{8,})\n[=-]{4,}$/gm;
  for (const match of text.matchAll(found)) {
    const line = match[1] ?? '';
    if (!/^[A-Z0-9_ -]+$/.test(line)) return { text: line.trim(), lines: placeOf(text, match.index, match[0].length) };
  }
  return undefined;
}
