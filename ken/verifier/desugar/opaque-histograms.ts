import type { Edit } from './edits.ts';
import { closingBracket, type Source } from './source.ts';

/**
 * `@h[k] = hist(e)` and `@h[k] = lhist(e, ...)` become `@h[k] = (uint64)(e)`: the computing of the bucket multiplies the
 * paths of a program and says nothing about it.
 */
export function opaqueHistograms(source: Source): { edits: Edit[]; assumptions: string[] } {
  const { code, text, framework, bodies } = source;
  const edits: Edit[] = [];
  if (framework !== 'bpftrace') return { edits, assumptions: [] };
  for (const match of code.matchAll(/=\s*l?hist\s*\(/g)) {
    const open = match.index + match[0].length - 1;
    const close = closingBracket(code, open);
    if (close === null || !bodies.some(({ start, end }) => match.index > start && close < end)) continue;
    const value = firstArgumentEnd(code, open + 1, close);
    const dropped = text.slice(value, close).replace(/[^\n]/g, '');
    edits.push({ start: match.index + 1, end: open + 1, text: `${lineBreaks(text, match.index + 1, open)} (uint64)(` });
    edits.push({ start: value, end: close, text: dropped });
  }
  const assumptions = ['Histograms are seen as the last value put into them, not as buckets.'];
  return { edits, assumptions: edits.length > 0 ? assumptions : [] };
}

function firstArgumentEnd(code: string, start: number, close: number): number {
  let depth = 0;
  for (let at = start; at < close; at += 1) {
    const character = code[at] ?? '';
    if ('(['.includes(character)) depth += 1;
    if (')]'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) return at;
  }
  return close;
}

function lineBreaks(text: string, start: number, end: number): string {
  return text.slice(start, end).replace(/[^\n]/g, '');
}
