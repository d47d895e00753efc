import { closingBracket } from '../../desugar/source.ts';
import type { MutableSource } from '../mutable-source.ts';
import { type Mutation, quoted, removal } from '../mutant.ts';

/** Predicates and the conditions of `if` are inverted and dropped. */
export function mutateConditions({ code, text, predicates }: MutableSource): Mutation[] {
  const filters = predicates.flatMap(({ start, end }): Mutation[] => [
    inverted(text, start, end),
    removal('condition', text, start - 1, end + 1),
  ]);
  const branches = [...code.matchAll(/\bif\s*\(/g)].flatMap(({ 0: head, index }): Mutation[] => {
    const open = index + head.length - 1;
    const close = closingBracket(code, open);
    if (close === null) return [];
    const condition = text.slice(open + 1, close);
    const always: Mutation = {
      kind: 'condition',
      edits: [{ start: open + 1, end: close, text: `1${condition.replace(/[^\n]/g, '')}` }],
      description: `${quoted(condition)} was taken as true`,
    };
    return [inverted(text, open + 1, close), always];
  });
  return [...filters, ...branches];
}

function inverted(text: string, start: number, end: number): Mutation {
  const condition = text.slice(start, end);
  return {
    kind: 'condition',
    edits: [{ start, end, text: `!(${condition})` }],
    description: `${quoted(condition)} was inverted`,
  };
}
