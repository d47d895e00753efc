import type { MutableSource } from '../mutable-source.ts';
import { type Mutation, type MutationKind, replacement } from '../mutant.ts';

/** What an operator becomes. */
const comparisons: Readonly<Record<string, readonly string[]>> = {
  '==': ['!='],
  '!=': ['=='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
};
const connectives: Readonly<Record<string, readonly string[]>> = { '&&': ['||'], '||': ['&&'] };
const arithmetic: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['+'],
  '/': ['*'],
  '%': ['/'],
  '&': ['|'],
  '|': ['&'],
  '>>': ['<<'],
  '<<': ['>>'],
  '++': ['--'],
  '--': ['++'],
  '+=': ['-='],
  '-=': ['+='],
  '|=': ['&='],
};

/** All operators of C, longest first, so that a part of one is never taken for another. */
const token = /<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|<>]/g;

/** Binary operators that stand between operands. */
export function mutateOperators({ code, text, predicates }: MutableSource): Mutation[] {
  return [...code.matchAll(token)].flatMap(({ 0: operator, index }) => {
    const end = index + operator.length;
    if (!isOperator(code, operator, index)) return [];
    if (operator === '/' && predicates.some((span) => index >= span.start && index < span.end)) return [];
    return kinds.flatMap(([kind, table]) =>
      (table[operator] ?? []).map((becomes) => replacement(kind, text, index, end, becomes)),
    );
  });
}

const kinds: readonly [MutationKind, Readonly<Record<string, readonly string[]>>][] = [
  ['comparison', comparisons],
  ['logic', connectives],
  ['arithmetic', arithmetic],
];

/** Signs, pointers and addresses look like operators: a star or an ampersand counts only with space around it. */
function isOperator(code: string, operator: string, at: number): boolean {
  if (operator === '++' || operator === '--') return true;
  const before = code.slice(0, at).trimEnd();
  if (!/[\w)\]]$/.test(before) || /\b(?:return|case|else)$/.test(before)) return false;
  const spaced = /\s/.test(code[at - 1] ?? '') && /\s/.test(code[at + operator.length] ?? '');
  return spaced || !['*', '&'].includes(operator);
}
