import { bytesHoldNumber, bytesHoldWord } from './raw-bytes.ts';
import { numbersIn, showsWord } from './text-tokens.ts';
import type { Item } from './items.ts';

/**
 * What an oracle looks for in an item. A number matches in decimal or hex, or as an integer in raw bytes; a string as a
 * whole word; a pattern anywhere in the text (use it for kinds of wording, not for facts); a list when one of it does.
 */
export type Want = number | bigint | string | RegExp | readonly (number | bigint | string | RegExp)[];

/**
 * True when the item shows what is wanted, in any sensible layout. Numbers: `pid=12,` `12:` `[12]` `comm(12)` `0xc`
 * `12ms`, JSON and struct fields, aligned little-endian integers in raw bytes (2, 4 or 8 bytes; wants below 256 only in
 * 4 or 8 bytes). Not: parts of clock times, addresses, fractions, names or longer numbers; `-2` is not 2. Strings: whole
 * words, case-sensitive; process names longer than 15 characters also as the kernel cuts them.
 */
export function mentions(item: Item, want: Want): boolean {
  if (Array.isArray(want)) return want.some((alternative: Want) => mentions(item, alternative));
  if (want instanceof RegExp) return want.test(item.text);
  const bytes = item.bytes ?? [];
  if (typeof want === 'string') return showsWord(item.text, want) || bytes.some((part) => bytesHoldWord(part, want));
  if (typeof want === 'number' || typeof want === 'bigint')
    return numbersOf(item).has(BigInt(want)) || bytes.some((part) => bytesHoldNumber(part, want));
  return false;
}

/**
 * The items that show every want. Where a line or block matches and a part of it matches too, only the part is
 * returned: the length of the result counts reports, not layouts.
 */
export function itemsWith(all: readonly Item[], ...wants: readonly Want[]): Item[] {
  const matches = (item: Item): boolean => wants.every((want) => mentions(item, want));
  const partMatches = (item: Item): boolean => item.parts.some((part) => matches(part) || partMatches(part));
  return all.filter((item) => matches(item) && !partMatches(item));
}

/** Each item is asked for many numbers; its text is read once. */
const numbersByItem = new WeakMap<Item, Set<bigint>>();

function numbersOf(item: Item): Set<bigint> {
  const known = numbersByItem.get(item) ?? new Set(numbersIn(item.text).map(({ value }) => value));
  numbersByItem.set(item, known);
  return known;
}
