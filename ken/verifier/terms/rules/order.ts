import { type Term, mask, toSigned } from '../term.ts';
import type { TermStore } from '../term-store.ts';
import { isNonNegative } from './arithmetic.ts';
import { argument } from './boolean.ts';
import { ofConstants } from './extend.ts';
import { isSum, sumOf } from './linear.ts';

/** Unsigned a < b; against a constant the constant is brought to the right. */
export function simplifyUlt(store: TermStore, a: Term, b: Term): Term {
  const { width } = a;
  if (a === b || a.minimum >= b.maximum) return store.false;
  if (a.maximum < b.minimum) return store.true;
  if (a.op === 'constant') return store.not(store.ult(b, store.constant(a.value + 1n, width)));
  if (b.op === 'constant' && b.value === a.minimum + 1n) return store.eq(a, store.constant(a.minimum, width));
  if (b.op === 'constant' && b.value === a.maximum) return store.not(store.eq(a, b));
  const narrow = withoutExtension(store, a, b);
  if (narrow) return store.ult(...narrow);
  if (a.op === 'signExtend' && b.op === 'constant') {
    // Between the not negative and the negative values of the extension.
    const inner = argument(a, 0);
    return store.not(store.slt(inner, store.constant(0n, inner.width)));
  }
  return (
    belowTwo(store, a, b) ??
    orderOfPieces(store, 'ult', a, b) ??
    orderOfChoice(store, 'ult', a, b) ??
    store.make({ op: 'ult', width: 0, args: [a, b] })
  );
}

/** An odd multiple below 2 is 0 or 1; equalities with a multiple are ones with the term itself. Tests of hashes are such. */
function belowTwo(store: TermStore, a: Term, b: Term): Term | undefined {
  if (b.op !== 'constant' || b.value !== 2n || a.minimum > 0n || !isSum(a)) return undefined;
  const [single, more] = sumOf(a).coefficients;
  if (!single || more || single[1] === 1n || single[1] % 2n === 0n) return undefined;
  return store.or(store.eq(a, store.constant(0n, a.width)), store.eq(a, store.constant(1n, a.width)));
}

/** Signed a < b. */
export function simplifySlt(store: TermStore, a: Term, b: Term): Term {
  const { width } = a;
  if (a === b) return store.false;
  if (a.op === 'constant' && b.op === 'constant') {
    return store.boolean(toSigned(a.value, width) < toSigned(b.value, width));
  }
  if (isNonNegative(a) && isNegative(b)) return store.false;
  if (isNegative(a) && isNonNegative(b)) return store.true;
  if ((isNonNegative(a) && isNonNegative(b)) || (isNegative(a) && isNegative(b))) return store.ult(a, b);
  if (a.op === 'constant') {
    return a.value === mask(width - 1) ? store.false : store.not(store.slt(b, store.constant(a.value + 1n, width)));
  }
  if (b.op === 'constant' && b.value === mask(width - 1) + 1n) return store.false;
  if (b.op === 'constant' && a.op === 'signExtend') {
    const inner = argument(a, 0);
    const narrow = store.extract(inner.width - 1, 0, b);
    if (store.signExtend(narrow, width) === b) return store.slt(inner, narrow);
    return store.boolean(toSigned(b.value, width) > 0n);
  }
  if (a.op === 'signExtend' && b.op === 'signExtend') {
    const inner = Math.max(argument(a, 0).width, argument(b, 0).width);
    return store.slt(store.signExtend(argument(a, 0), inner), store.signExtend(argument(b, 0), inner));
  }
  return (
    orderOfPieces(store, 'slt', a, b) ??
    orderOfChoice(store, 'slt', a, b) ??
    store.make({ op: 'slt', width: 0, args: [a, b] })
  );
}

/** The sign bit is 1 in every model. */
function isNegative(term: Term): boolean {
  return term.minimum >> BigInt(term.width - 1) === 1n;
}

/** Both extended from less than the width: compared at the larger inner width. Bounds have dealt with large constants. */
function withoutExtension(store: TermStore, a: Term, b: Term): [Term, Term] | undefined {
  for (const op of ['zeroExtend', 'signExtend'] as const) {
    if (a.op === op && b.op === op) {
      const inner = Math.max(argument(a, 0).width, argument(b, 0).width);
      return [store[op](argument(a, 0), inner), store[op](argument(b, 0), inner)];
    }
  }
  if (a.op === 'signExtend' && b.op === 'constant') {
    const x = argument(a, 0);
    const narrow = store.extract(x.width - 1, 0, b);
    if (store.signExtend(narrow, a.width) === b) return [x, narrow];
  }
  const inner = a.op === 'zeroExtend' ? argument(a, 0) : undefined;
  if (inner && b.op === 'constant') return [inner, store.extract(inner.width - 1, 0, b)];
  return undefined;
}

/** Equal pieces at either end do not matter; against a constant a constant lowest piece does not either. */
function orderOfPieces(store: TermStore, op: 'ult' | 'slt', a: Term, b: Term): Term | undefined {
  if (a.op !== 'concat' || (b.op !== 'concat' && b.op !== 'constant')) return undefined;
  const [top, bottom] = [argument(a, 0), argument(a, a.args.length - 1)];
  if (b.op === 'constant') {
    if (bottom.op === 'constant') return withoutConstantEnd(store, op, a, b, bottom);
    return op === 'slt' && b.value === 0n ? store.slt(top, store.constant(0n, top.width)) : undefined;
  }
  const tail = Math.min(bottom.width, argument(b, b.args.length - 1).width);
  if (store.extract(tail - 1, 0, a) === store.extract(tail - 1, 0, b)) {
    return store[op](store.extract(a.width - 1, tail, a), store.extract(b.width - 1, tail, b));
  }
  const head = Math.min(top.width, argument(b, 0).width);
  const rest = a.width - head - 1;
  if (store.extract(a.width - 1, rest + 1, a) === store.extract(b.width - 1, rest + 1, b)) {
    return store.ult(store.extract(rest, 0, a), store.extract(rest, 0, b));
  }
  return undefined;
}

/** x * 2^n + end < limit exactly when x < ceiling((limit - end) / 2^n). */
function withoutConstantEnd(store: TermStore, op: 'ult' | 'slt', a: Term, b: Term, end: Term): Term {
  const width = a.width - end.width;
  const limit = op === 'ult' ? b.value : toSigned(b.value, b.width);
  const ceiling = (limit - end.value + mask(end.width)) >> BigInt(end.width);
  const above = op === 'ult' ? mask(width) : mask(width - 1);
  return ceiling > above
    ? store.true
    : store[op](store.extract(a.width - 1, end.width, a), store.constant(ceiling, width));
}

function orderOfChoice(store: TermStore, op: 'ult' | 'slt', a: Term, b: Term): Term | undefined {
  const left = b.op === 'constant' ? ofConstants(a) : undefined;
  if (left) return store.ite(left.condition, store[op](left.a, b), store[op](left.b, b));
  return undefined;
}
