import { placeOf, type Found } from './candidate.ts';

/** `__description("...")` of the kernel's own tests. */
export function testDescription(text: string): Found | undefined {
  const found = /\b__description\(\s*"((?:[^"\\]|\\.)*)"\s*\)/.exec(text);
  return found ? { text: found[1] ?? '', lines: placeOf(text, found.index, found[0].length) } : undefined;
}
