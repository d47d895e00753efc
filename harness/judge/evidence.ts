import type { Item } from './items.ts';

/** Items of hostile output as one line of evidence: at most `most` of them, control characters stripped, quoted. */
export function quoteItems(some: readonly Item[], most = 3): string {
  if (some.length === 0) return 'nothing';
  const shown = some.slice(0, most).map((item) => quoteText(describe(item)));
  const rest = some.length - shown.length;
  return shown.join(' ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Hostile text for a sentence: one line, no control or direction-changing characters, at most 200 characters. */
export function quoteText(text: string): string {
  const plain = text.replace(unsafeCharacters, ' ').replace(/ {2,}/g, ' ').trim();
  return `"${plain.length > 200 ? `${plain.slice(0, 197)}...` : plain}"`;
}

function describe(item: Item): string {
  if (item.kind !== 'ring') return item.text;
  const hex = Buffer.concat(item.bytes ?? []).toString('hex');
  return `ring record ${hex}`;
}

const unsafeCharacters = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]+/gu;
