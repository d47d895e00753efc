import { type Term, mask } from '../term.ts';
import type { TermStore } from '../term-store.ts';
import { segments } from './bitwise.ts';
import { argument, isNegation } from './boolean.ts';
import { partsOf } from './concat.ts';
import { combine, isSum, type Sum, sumOf, termOf } from './linear.ts';

export function simplifyEq(store: TermStore, first: Term, second: Term): Term {
  const swap = first.op === 'constant' || (second.op !== 'constant' && first.id > second.id);
  const [a, b] = swap ? [second, first] : [first, second];
  if (a === b) return store.true;
  if (a.width === 0) return eqOfBool(store, a, b);
  if (a.maximum < b.minimum || b.maximum < a.minimum) return store.false;
  if (a.op === 'constant' && b.op === 'constant') return store.boolean(a.value === b.value);
  return (
    eqOfExtensions(store, a, b) ??
    eqOfSums(store, a, b) ??
    (b.op === 'constant' ? eqWithConstant(store, a, b) : undefined) ??
    eqOfChoice(store, a, b) ??
    eqOfChoice(store, b, a) ??
    eqOfPermutations(store, a, b) ??
    eqOfShiftedXors(store, a, b) ??
    eqOfXors(store, a, b) ??
    eqOfPieces(store, a, b) ??
    store.make({ op: 'eq', width: 0, args: [a, b] })
  );
}

function eqOfBool(store: TermStore, a: Term, b: Term): Term {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one.op === 'true') return other;
    if (one.op === 'false') return store.not(other);
    if (one.op === 'not') return store.not(store.eq(argument(one, 0), other));
  }
  if (isNegation(a, b)) return store.false;
  return store.make({ op: 'eq', width: 0, args: [a, b] });
}

function eqOfExtensions(store: TermStore, a: Term, b: Term): Term | undefined {
  const { width } = a;
  for (const op of ['zeroExtend', 'signExtend'] as const) {
    if (a.op !== op || (b.op !== op && b.op !== 'constant')) continue;
    const [x, y] = [argument(a, 0), b.op === 'constant' ? undefined : argument(b, 0)];
    const inner = Math.max(x.width, y?.width ?? 0);
    if (inner === width) continue;
    if (!y) {
      const narrow = store.extract(inner - 1, 0, b);
      return store[op](narrow, width) === b ? store.eq(x, narrow) : store.false;
    }
    return store.eq(store[op](x, inner), store[op](y, inner));
  }
  return undefined;
}

/** Terms on both sides cancel; constants go to the right; an odd factor is divided away. */
function eqOfSums(store: TermStore, a: Term, b: Term): Term | undefined {
  if (!isSum(a) && !isSum(b)) return undefined;
  const { width } = a;
  const difference = combine(sumOf(a), sumOf(b), -1n);
  if (difference.coefficients.size === 0) return store.boolean(difference.constant === 0n);
  const [single] = difference.coefficients;
  if (difference.coefficients.size === 1 && single) {
    const [term, factor] = single;
    if (factor % 2n === 1n) return store.eq(term, store.constant(-difference.constant * inverse(factor, width), width));
  }
  const scaled = eqOfMultiples(store, difference);
  if (scaled) return scaled;
  const half = 1n << BigInt(width - 1);
  const side = (positive: boolean): Map<Term, bigint> =>
    new Map(
      [...difference.coefficients]
        .filter(([, factor]) => factor <= half === positive)
        .map(([term, factor]) => [term, positive ? factor : mask(width) + 1n - factor]),
    );
  const left = termOf(store, { width, constant: 0n, coefficients: side(true) });
  const right = termOf(store, { width, constant: -difference.constant & mask(width), coefficients: side(false) });
  const isConstant = side(false).size === 0;
  const [x, y] = isConstant || left.id < right.id ? [left, right] : [right, left];
  if ((x === a && y === b) || (x === b && y === a)) return undefined;
  if (side(true).size === 0) {
    // Only subtracted terms: -x = c becomes x = -c.
    return store.eq(
      termOf(store, { width, constant: 0n, coefficients: side(false) }),
      store.constant(difference.constant, width),
    );
  }
  return x.op === 'constant' || isSum(x) || isSum(y)
    ? store.make({ op: 'eq', width: 0, args: [x, y] })
    : store.eq(x, y);
}

/** The same odd multiple of two terms: the terms themselves. */
function eqOfMultiples(store: TermStore, { coefficients, constant, width }: Sum): Term | undefined {
  const [one, other, more] = coefficients;
  if (!one || !other || more || constant !== 0n) return undefined;
  const [x, factor] = one;
  const [y, opposite] = other;
  const isPlain = factor === 1n || opposite === 1n;
  return factor % 2n === 0n || isPlain || factor + opposite !== mask(width) + 1n ? undefined : store.eq(x, y);
}

/** The inverse of an odd number modulo 2^width, by Newton's iteration (each step doubles the number of right bits). */
function inverse(odd: bigint, width: number): bigint {
  let result = 1n;
  for (let bits = 1; bits < width; bits *= 2) result = (result * (2n - odd * result)) & mask(width);
  return result & mask(width);
}

function eqWithConstant(store: TermStore, a: Term, b: Term): Term | undefined {
  if (a.op === 'bitXor' && argument(a, 1).op === 'constant') {
    return store.eq(argument(a, 0), store.constant(argument(a, 1).value ^ b.value, a.width));
  }
  if ((a.op === 'sub' || a.op === 'bitXor') && b.value === 0n) return store.eq(argument(a, 0), argument(a, 1));
  if (a.op !== 'concat') return undefined;
  return eqOfShiftedXor(store, a, b) ?? eqOfPermutation(store, a, b);
}

/** x ^ (x >> s), a step of many hashes, against a constant: x against a constant. */
function eqOfShiftedXor(store: TermStore, a: Term, b: Term): Term | undefined {
  const found = shiftedXor(a);
  if (!found) return undefined;
  return store.eq(found.base, store.constant(b.value ^ (b.value >> BigInt(found.shift)), a.width));
}

/** Two of them with the same s: x against y. */
function eqOfShiftedXors(store: TermStore, a: Term, b: Term): Term | undefined {
  const [x, y] = [shiftedXor(a), shiftedXor(b)];
  return x && y && x.shift === y.shift ? store.eq(x.base, y.base) : undefined;
}

/** The x and the s of x ^ (x >> s), where s is at least half the width: there the upper bits of x are those of the term. */
function shiftedXor(term: Term): { base: Term; shift: number } | undefined {
  const [top, mixed, more] = term.args;
  const base = top?.args[0];
  if (term.op !== 'concat' || !top || !mixed || !base || more) return undefined;
  if (top.op !== 'extract' || mixed.op !== 'bitXor') return undefined;
  const shift = term.width - mixed.width;
  if (base.width !== term.width || top.low !== mixed.width || shift * 2 < term.width) return undefined;
  const slices = mixed.args.map((each) => (each.op === 'extract' && each.args[0] === base ? each.low : -1));
  return slices.length === 2 && slices.includes(0) && slices.includes(shift) ? { base, shift } : undefined;
}

/** A byte swap, or any other permutation of all bits of one term, against a constant: the term against a constant. */
function eqOfPermutation(store: TermStore, a: Term, b: Term): Term | undefined {
  const base = permutedBase(a);
  if (!base) return undefined;
  let value = 0n;
  let offset = a.width;
  for (const part of a.args) {
    offset -= part.width;
    value |= ((b.value >> BigInt(offset)) & mask(part.width)) << BigInt(part.low);
  }
  return store.eq(base, store.constant(value, a.width));
}

/** The term of which the parts are slices, each bit once; undefined when there is none. */
function permutedBase(term: Term): Term | undefined {
  const base = term.args[0]?.args[0];
  if (base?.width !== term.width || !term.args.every((part) => part.op === 'extract' && part.args[0] === base)) {
    return undefined;
  }
  const covered = term.args.reduce((bits, part) => bits | (mask(part.width) << BigInt(part.low)), 0n);
  return covered === mask(term.width) ? base : undefined;
}

function eqOfPermutations(store: TermStore, a: Term, b: Term): Term | undefined {
  if (a.op !== 'concat' || b.op !== 'concat' || a.args.length !== b.args.length) return undefined;
  const [x, y] = [permutedBase(a), permutedBase(b)];
  if (!x || !y) return undefined;
  const same = a.args.every((part, index) => part.low === b.args[index]?.low && part.width === b.args[index].width);
  return same ? store.eq(x, y) : undefined;
}

/** The same constant on both sides of an equality of exclusive ors. */
function eqOfXors(store: TermStore, a: Term, b: Term): Term | undefined {
  if (a.op !== 'bitXor' || b.op !== 'bitXor' || a.args.length !== 2 || b.args.length !== 2) return undefined;
  const same = argument(a, 1).op === 'constant' && argument(a, 1) === argument(b, 1);
  return same ? store.eq(argument(a, 0), argument(b, 0)) : undefined;
}

function eqOfChoice(store: TermStore, a: Term, b: Term): Term | undefined {
  if (a.op !== 'ite') return undefined;
  const [condition, x, y] = [argument(a, 0), argument(a, 1), argument(a, 2)];
  const decided = (arm: Term): boolean => arm === b || (arm.op === 'constant' && b.op === 'constant');
  if (!decided(x) && !decided(y)) return undefined;
  return store.nested(() => store.ite(condition, store.eq(x, b), store.eq(y, b)));
}

/** Piece by piece, when that decides at least one piece. */
function eqOfPieces(store: TermStore, a: Term, b: Term): Term | undefined {
  if (partsOf(store, a).length < 2 && partsOf(store, b).length < 2) return undefined;
  const cuts = segments(store, a, b.op === 'constant' ? a : b);
  const open: [Term, Term][] = [];
  for (const [high, low] of cuts) {
    const [left, right] = [store.extract(high, low, a), store.extract(high, low, b)];
    const piece = store.eq(left, right);
    if (piece.op === 'false') return piece;
    if (piece.op !== 'true') open.push([left, right]);
  }
  if (open.length === cuts.length) return undefined;
  return open.reduce((all, [left, right]) => store.and(all, store.eq(left, right)), store.true);
}
