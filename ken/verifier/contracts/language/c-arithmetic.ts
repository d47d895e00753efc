import type { TermStore } from '../../terms/term-store.ts';
import type { Term } from '../../terms/term.ts';
import type { BinaryOperator, Expression } from './expression.ts';

/** What a clause does not mean by the rules of C. */
export class TypeProblem extends Error {}

/** A value of C's, promoted already. A struct is named by how it is reached. */
export type Value =
  | { kind: 'integer'; term: Term; signed: boolean; constant: bigint | null }
  | { kind: 'pointer'; term: Term; to: number | null }
  | { kind: 'struct'; type: number; path: string };

export type Integer = Extract<Value, { kind: 'integer' }>;

export const comparisons: ReadonlySet<BinaryOperator> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** The type of a number as C gives it by spelling and size. Throws `TypeProblem` beyond 64 bits. */
export function literal(
  store: TermStore,
  { value, unsigned, long, text }: Extract<Expression, { kind: 'number' }>,
): Value {
  if (value >= 1n << 64n) throw new TypeProblem(`${text} does not fit into 64 bits`);
  const hex = /^0[xX0-7]/.test(text) && text !== '0';
  const fits = (bits: number): boolean => value < 1n << BigInt(bits);
  const [width, signed] = long
    ? [64, !unsigned && fits(63)]
    : fits(31)
      ? [32, !unsigned]
      : (hex || unsigned) && fits(32)
        ? [32, false]
        : [64, !unsigned && fits(63)];
  return constant(store, value, width, signed);
}

/** Arithmetic on two terms of one width. */
export function operation(store: TermStore, operator: BinaryOperator, x: Term, y: Term, signed: boolean): Term {
  switch (operator) {
    case '+':
      return store.add(x, y);
    case '-':
      return store.sub(x, y);
    case '*':
      return store.mul(x, y);
    case '/':
      return signed ? store.sdiv(x, y) : store.udiv(x, y);
    case '%':
      return signed ? store.srem(x, y) : store.urem(x, y);
    case '&':
      return store.and(x, y);
    case '|':
      return store.or(x, y);
    default:
      return store.xor(x, y);
  }
}

/** A comparison of two terms of one width. */
export function compare(store: TermStore, operator: BinaryOperator, x: Term, y: Term, signed: boolean): Term {
  const less = (p: Term, q: Term): Term => (signed ? store.slt(p, q) : store.ult(p, q));
  switch (operator) {
    case '==':
      return store.eq(x, y);
    case '!=':
      return store.not(store.eq(x, y));
    case '<':
      return less(x, y);
    case '<=':
      return store.not(less(y, x));
    case '>':
      return less(y, x);
    default:
      return store.not(less(x, y));
  }
}

/** Throws `TypeProblem` for an amount that is not known to be below the width. */
export function shift(store: TermStore, operator: '<<' | '>>', a: Integer, b: Integer, amount: string): Value {
  const { width } = a.term;
  if (b.constant === null || b.constant < 0n || b.constant >= BigInt(width)) {
    throw new TypeProblem(`a shift by ${amount} of a value of ${width} bits may be undefined`);
  }
  const by = store.constant(b.constant, width);
  const right = a.signed ? store.ashr(a.term, by) : store.lshr(a.term, by);
  return {
    kind: 'integer',
    term: operator === '<<' ? store.shl(a.term, by) : right,
    signed: a.signed,
    constant: null,
  };
}

/** C's usual arithmetic conversions, of values that are promoted already. */
export function commonType(store: TermStore, a: Integer, b: Integer): [Term, Term, boolean] {
  const width = Math.max(a.term.width, b.term.width);
  const unsigned = [a, b].some(({ term, signed }) => term.width === width && !signed);
  return [widen(store, a, width), widen(store, b, width), !unsigned];
}

/** 64 bits, as pointers are compared. */
export function address(store: TermStore, value: Exclude<Value, { kind: 'struct' }>): Term {
  return value.kind === 'pointer' ? value.term : widen(store, value, 64);
}

/** A condition as C's int. */
export function truthValue(store: TermStore, condition: Term): Value {
  return {
    kind: 'integer',
    term: store.ite(condition, store.constant(1, 32), store.constant(0, 32)),
    signed: true,
    constant: null,
  };
}

export function constant(store: TermStore, value: bigint, width: number, signed: boolean): Value {
  return { kind: 'integer', term: store.constant(value, width), signed, constant: value };
}

function widen(store: TermStore, { term, signed }: Integer, width: number): Term {
  if (term.width === width) return term;
  return signed ? store.signExtend(term, width) : store.zeroExtend(term, width);
}

export function isZero(value: Value): boolean {
  return value.kind === 'integer' && value.constant === 0n;
}
