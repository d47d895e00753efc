import type { MutableSource } from '../mutable-source.ts';
import { type Mutation, replacement } from '../mutant.ts';

const integer = /(?<![\w$@.])(?:0[xX][\da-fA-F]+|\d+(?:_\d+)*)(?:[uUlL]*)(?![\w.])/g;

/** Every integer becomes one more, and zero. */
export function mutateConstants({ code, text }: MutableSource): Mutation[] {
  return [...code.matchAll(integer)].flatMap(({ 0: literal, index }) => {
    const end = index + literal.length;
    const digits = literal.replace(/[uUlL]+$/, '');
    const suffix = literal.slice(digits.length);
    const value = BigInt(digits.replaceAll('_', ''));
    const others = value === 0n ? [1n] : [value + 1n, 0n];
    return others.map((other) => replacement('constant', text, index, end, `${other}${suffix}`));
  });
}
