import { itemsWith, type Want } from './matching.ts';
import { quoteItems } from './evidence.ts';
import type { Item } from './items.ts';

/** The two bytes of a 16-bit value the other way round: what a port looks like in the wrong byte order. */
export const swapped16 = (value: number): number => ((value & 0xff) << 8) | ((value >>> 8) & 0xff);

/** The four bytes of a 32-bit value the other way round, as an unsigned number. */
export const swapped32 = (value: number): number =>
  (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | ((value >>> 24) & 0xff)) >>> 0;

/**
 * A sentence when `value` is missing from the items that show `beside`, and its byte-swapped form is there instead:
 * `port 18080 appears as 41030 (byte order): "..."`. Undefined otherwise. Choose values whose swapped form differs.
 */
export function byteOrderMistake(
  all: readonly Item[],
  name: string,
  value: number,
  beside: readonly Want[] = [],
): string | undefined {
  if (itemsWith(all, value, ...beside).length > 0) return undefined;
  const forms = value <= 0xffff ? [swapped16(value), swapped32(value)] : [swapped32(value)];
  for (const form of forms) {
    const found = form === value ? [] : itemsWith(all, form, ...beside);
    if (found.length > 0) return `${name} ${value} appears as ${form} (byte order): ${quoteItems(found, 1)}`;
  }
  return undefined;
}
