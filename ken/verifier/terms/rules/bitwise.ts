import { type BinaryOp, compute } from '../arithmetic.ts';
import { type Term, mask } from '../term.ts';
import type { TermStore } from '../term-store.ts';
import { argument } from './boolean.ts';
import { partsOf } from './concat.ts';

type BitwiseOp = Extract<BinaryOp, 'bitAnd' | 'bitOr' | 'bitXor'>;

/**
 * Masks become slices: `x & 0xff00` is a `concat` of zeros and a slice of x, so that a mask, a shift and a store of
 * single bytes that mean the same are the same term.
 */
export function simplifyBitwise(store: TermStore, op: BitwiseOp, first: Term, second: Term): Term {
  const [a, b] =
    first.op === 'constant' || (second.op !== 'constant' && first.id > second.id) ? [second, first] : [first, second];
  const { width } = a;
  if (a.op === 'constant' && b.op === 'constant') return store.constant(compute(op, a.value, b.value, width), width);
  const whole = resolve(store, op, a, b);
  if (whole) return whole;
  if (a.op === op && b.op === 'constant' && argument(a, 1).op === 'constant') {
    return bitwise(store, op, argument(a, 0), store.constant(compute(op, argument(a, 1).value, b.value, width), width));
  }
  if (op !== 'bitXor' && a.op === op && a.args.includes(b)) return a;
  if (op !== 'bitXor' && b.op === op && b.args.includes(a)) return b;
  if (op === 'bitXor' && a.op === op && a.args.includes(b)) return argument(a, a.args[0] === b ? 1 : 0);
  if (op === 'bitXor' && b.op === op && b.args.includes(a)) return argument(b, b.args[0] === a ? 1 : 0);
  return bySegment(store, op, a, b) ?? store.make({ op, width, args: [a, b] });
}

/** Segment by segment, when that leaves at most one segment to compute. */
function bySegment(store: TermStore, op: BitwiseOp, a: Term, b: Term): Term | undefined {
  const pieces: Term[] = [];
  let open = 0;
  const cuts = segments(store, a, b);
  if (cuts.length < 2) return undefined;
  for (const [high, low] of cuts) {
    const [left, right] = [store.extract(high, low, a), store.extract(high, low, b)];
    const piece = resolve(store, op, left, right);
    if (!piece && ++open > 1) return undefined;
    pieces.push(piece ?? bitwise(store, op, left, right));
  }
  return store.concat(...pieces);
}

/** The result where one side is all zeros or all ones, or both are the same or complements. */
function resolve(store: TermStore, op: BitwiseOp, a: Term, b: Term): Term | undefined {
  const { width } = a;
  if (a === b) return op === 'bitXor' ? store.constant(0n, width) : a;
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one.op !== 'constant') continue;
    if (one.value === 0n) return op === 'bitAnd' ? one : other;
    if (one.value === mask(width) && op !== 'bitXor') return op === 'bitAnd' ? other : one;
  }
  return undefined;
}

/** `a + b` and `a | b` where no bit can be set in both: the pieces side by side. */
export function disjoint(store: TermStore, a: Term, b: Term): Term | undefined {
  const pieces: Term[] = [];
  const cuts = segments(store, a, b);
  if (cuts.length < 2) return undefined;
  for (const [high, low] of cuts) {
    const [left, right] = [store.extract(high, low, a), store.extract(high, low, b)];
    if (left.op === 'constant' && left.value === 0n) pieces.push(right);
    else if (right.op === 'constant' && right.value === 0n) pieces.push(left);
    else return undefined;
  }
  return store.concat(...pieces);
}

/** Bit ranges (high, low), from the top, within which neither term has a boundary between pieces. */
export function segments(store: TermStore, a: Term, b: Term): [number, number][] {
  const cuts = new Set<number>([a.width]);
  for (const term of [a, b]) {
    let offset = term.width;
    for (const width of pieceWidths(store, term)) cuts.add((offset -= width));
  }
  const sorted = [...cuts].sort((left, right) => right - left);
  return sorted.slice(1).map((low, index) => [(sorted[index] ?? 0) - 1, low]);
}

/** Constants with more runs of equal bits count as one piece, so that a mask like 0x5555 is not cut to single bits. */
const maximumRuns = 8;

function pieceWidths(store: TermStore, term: Term): number[] {
  if (term.op !== 'constant') return partsOf(store, term).map((part) => part.width);
  const runs = term.value.toString(2).padStart(term.width, '0').match(/0+|1+/g) ?? [];
  return runs.length > maximumRuns ? [term.width] : runs.map((run) => run.length);
}

function bitwise(store: TermStore, op: BitwiseOp, a: Term, b: Term): Term {
  if (op === 'bitAnd') return store.and(a, b);
  return op === 'bitOr' ? store.or(a, b) : store.xor(a, b);
}
