import { maskedCode } from '../../kernel/normalise/lexical-regions.ts';
import { closingBracket } from '../desugar/source.ts';

/**
 * The maps of a script that are histograms, without the `@`, with the shape of their buckets: `hist`, `hist 3`,
 * `lhist 0, 100, 10`. A map that is filled in two ways has both.
 */
export function histogramsOf(text: string): Map<string, string> {
  const code = maskedCode(text);
  const found = new Map<string, Set<string>>();
  for (const match of code.matchAll(/@(\w*)\s*(?:\[[^;{}]*?\])?\s*=\s*(l?hist)\s*\(/g)) {
    const open = match.index + match[0].length - 1;
    const close = closingBracket(code, open);
    const [, name = '', kind = ''] = match;
    const shape =
      close === null
        ? ''
        : afterFirst(code.slice(open + 1, close))
            .replace(/\s+/g, ' ')
            .trim();
    found.set(name, (found.get(name) ?? new Set<string>()).add(`${kind} ${shape}`.trim()));
  }
  return new Map([...found].map(([name, shapes]) => [name, [...shapes].sort().join(' and ')]));
}

/** Arguments behind the first one. */
function afterFirst(list: string): string {
  let depth = 0;
  for (let at = 0; at < list.length; at += 1) {
    const character = list[at] ?? '';
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) return list.slice(at + 1);
  }
  return '';
}
