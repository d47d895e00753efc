import { closingBracket } from '../../desugar/source.ts';
import type { MutableSource } from '../mutable-source.ts';
import { type Mutation, quoted } from '../mutant.ts';

/** Two neighbouring printed values change places. */
export function mutateArgumentOrder({ code, text }: MutableSource): Mutation[] {
  return [...code.matchAll(/\b(?:printf|bpf_printk|bpf_trace_printk)\s*\(/g)].flatMap(({ 0: head, index }) => {
    const open = index + head.length - 1;
    const close = closingBracket(code, open);
    if (close === null) return [];
    const values = argumentsIn(code, open, close).slice(1);
    return values.slice(1).flatMap((second, number): Mutation[] => {
      const first = values[number];
      if (!first) return [];
      const one = text.slice(first.start, first.end);
      const other = text.slice(second.start, second.end);
      // Two literals: a header of columns.
      if (one === other || (one.startsWith('"') && other.startsWith('"'))) return [];
      const edits = [
        { ...first, text: other },
        { ...second, text: one },
      ];
      return [{ kind: 'argument-order', edits, description: `${quoted(one)} and ${quoted(other)} changed places` }];
    });
  });
}

/** A conversion between byte orders is left out. */
export function mutateConversions({ code }: MutableSource): Mutation[] {
  return [...code.matchAll(/\b(?:bswap|bpf_(?:ntoh|hton)(?:s|l))(?=\s*\()/g)].map(({ 0: name, index }) => ({
    kind: 'conversion',
    edits: [{ start: index, end: index + name.length, text: '' }],
    description: `${quoted(`${name}()`)} was left out`,
  }));
}

/** Places of the arguments between two parentheses, without the white space around them. */
function argumentsIn(code: string, open: number, close: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let depth = 0;
  let start = open + 1;
  const enter = (end: number): void => {
    const part = code.slice(start, end);
    found.push({ start: start + (part.length - part.trimStart().length), end: start + part.trimEnd().length });
    start = end + 1;
  };
  for (let at = open + 1; at < close; at += 1) {
    const character = code[at] ?? '';
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) enter(at);
  }
  enter(close);
  return found;
}
