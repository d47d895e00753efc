import { compute } from '../arithmetic.ts';
import { type Term, mask } from '../term.ts';
import type { TermStore } from '../term-store.ts';
import { bitLength } from '../bounds.ts';
import { argument } from './boolean.ts';
import { disjoint } from './bitwise.ts';
import { combine, sumOf, termOf } from './linear.ts';

export function simplifyAdd(store: TermStore, a: Term, b: Term): Term {
  if (a.op !== 'constant' && b.op !== 'constant') {
    const joined = disjoint(store, a, b);
    if (joined) return joined;
  }
  return termOf(store, combine(sumOf(a), sumOf(b), 1n));
}

export function simplifySub(store: TermStore, a: Term, b: Term): Term {
  return termOf(store, combine(sumOf(a), sumOf(b), -1n));
}

export function simplifyMul(store: TermStore, a: Term, b: Term): Term {
  if (a.op === 'constant' && b.op !== 'constant') return store.mul(b, a);
  if (b.op === 'constant') {
    const sum = sumOf(a);
    // A product with a sum of several terms stays one multiplication.
    if (sum.coefficients.size > 1 && b.value !== 0n && b.value !== 1n && b.value !== mask(b.width)) {
      const amount = powerOfTwo(b.value);
      return amount === undefined
        ? store.make({ op: 'mul', width: a.width, args: [a, b] })
        : store.shl(a, store.constant(BigInt(amount), a.width));
    }
    return termOf(store, combine({ width: a.width, constant: 0n, coefficients: new Map() }, sum, b.value));
  }
  return store.make({ op: 'mul', width: a.width, args: a.id < b.id ? [a, b] : [b, a] });
}

export function simplifyUdiv(store: TermStore, a: Term, b: Term): Term {
  const { width } = a;
  if (a.op === 'constant' && b.op === 'constant')
    return store.constant(compute('udiv', a.value, b.value, width), width);
  if (b.op === 'constant' && b.value === 0n) return b;
  if (a.maximum < b.minimum) return store.constant(0n, width);
  if (b.op === 'constant') {
    const amount = powerOfTwo(b.value);
    if (amount !== undefined) return store.lshr(a, store.constant(BigInt(amount), width));
  }
  const narrow = narrowed(store, a, b);
  if (narrow) return store.zeroExtend(store.udiv(...narrow), width);
  return store.make({ op: 'udiv', width, args: [a, b] });
}

export function simplifyUrem(store: TermStore, a: Term, b: Term): Term {
  const { width } = a;
  if (a.op === 'constant' && b.op === 'constant')
    return store.constant(compute('urem', a.value, b.value, width), width);
  if (b.op === 'constant' && b.value === 0n) return a;
  if (a.maximum < b.minimum) return a;
  if (a === b) return store.constant(0n, width);
  if (b.op === 'constant' && powerOfTwo(b.value) !== undefined) {
    return store.and(a, store.constant(b.value - 1n, width));
  }
  const narrow = narrowed(store, a, b);
  if (narrow) return store.zeroExtend(store.urem(...narrow), width);
  return store.make({ op: 'urem', width, args: [a, b] });
}

export function simplifySdiv(store: TermStore, a: Term, b: Term): Term {
  const { width } = a;
  if (a.op === 'constant' && b.op === 'constant')
    return store.constant(compute('sdiv', a.value, b.value, width), width);
  if (isNonNegative(a) && isNonNegative(b)) return store.udiv(a, b);
  if (b.op === 'constant' && b.value === 0n) return b;
  if (b.op === 'constant' && b.value === 1n) return a;
  if (b.op === 'constant' && b.value === mask(width)) return store.neg(a);
  return store.make({ op: 'sdiv', width, args: [a, b] });
}

export function simplifySrem(store: TermStore, a: Term, b: Term): Term {
  const { width } = a;
  if (a.op === 'constant' && b.op === 'constant')
    return store.constant(compute('srem', a.value, b.value, width), width);
  if (isNonNegative(a) && isNonNegative(b)) return store.urem(a, b);
  if (b.op === 'constant' && b.value === 0n) return a;
  if (a === b || (b.op === 'constant' && (b.value === 1n || b.value === mask(width)))) return store.constant(0n, width);
  return store.make({ op: 'srem', width, args: [a, b] });
}

/** Both operands without the leading zeros that they share. */
function narrowed(store: TermStore, a: Term, b: Term): [Term, Term] | undefined {
  const width = Math.max(innerWidth(a), innerWidth(b));
  return width < a.width ? [store.extract(width - 1, 0, a), store.extract(width - 1, 0, b)] : undefined;
}

function innerWidth(term: Term): number {
  if (term.op === 'constant') return Math.max(1, bitLength(term.value));
  return term.op === 'zeroExtend' ? argument(term, 0).width : term.width;
}

/** The sign bit is 0 in every model. */
export function isNonNegative(term: Term): boolean {
  return term.maximum >> BigInt(term.width - 1) === 0n;
}

/** The exponent, or undefined for what is no power of two. */
function powerOfTwo(value: bigint): number | undefined {
  return value > 0n && (value & (value - 1n)) === 0n ? bitLength(value) - 1 : undefined;
}
