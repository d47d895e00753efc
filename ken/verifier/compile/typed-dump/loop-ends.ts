import { maskedCode } from '../../../kernel/normalise/lexical-regions.ts';
import { loopEndMarker } from './dump-lines.ts';

/** The text with a marker before the `}` of every `while`, see `readDump`; null when it has no such loop. */
export function markLoopEnds(text: string): string | null {
  const code = maskedCode(text);
  const ends: number[] = [];
  for (const { index } of code.matchAll(/(?<![\w$@.])while\b/g)) {
    const open = code.indexOf('{', closing(code, code.indexOf('(', index), '(', ')'));
    if (open >= 0) ends.push(closing(code, open, '{', '}'));
  }
  if (ends.length === 0) return null;
  let marked = text;
  for (const end of ends.sort((one, other) => other - one)) {
    // bpftrace knows no empty statement.
    const before = code.slice(0, end).trimEnd().at(-1) ?? '';
    const separator = '{};'.includes(before) ? ' ' : ';';
    marked = `${marked.slice(0, end)}${separator}${loopEndMarker};${marked.slice(end)}`;
  }
  return marked;
}

/** Where the bracket that opens at `at` closes; the end of the text when it does not. */
function closing(code: string, at: number, open: string, close: string): number {
  let depth = 0;
  for (let index = Math.max(0, at); index < code.length; index += 1) {
    if (code[index] === open) depth += 1;
    if (code[index] === close) depth -= 1;
    if (depth === 0) return index;
  }
  return code.length;
}
