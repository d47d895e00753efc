import type { Model } from '../../terms/model.ts';
import { mask, type Term, toSigned, type Value } from '../../terms/term.ts';
import type { Strategy } from './find-witness.ts';
import type { Patch } from './patch.ts';

/** Terms nested deeper are left to the solver. */
const deepest = 64;

/**
 * Notes in `patch` what variables must be so that the term has this value, when other parts keep theirs. False when
 * there is no way, or none that is seen; the patch is then not to be used.
 */
export function pushValue(
  term: Term,
  value: Value,
  model: Model,
  patch: Patch,
  strategy: Strategy,
  depth = 0,
): boolean {
  if (model.value(term) === value && depth > 0) return true;
  if (depth > deepest) return false;
  const push = (part: Term | undefined, wanted: Value): boolean =>
    part !== undefined && pushValue(part, wanted, model, patch, strategy, depth + 1);
  /** The first that works. */
  const either = (...ways: (() => boolean)[]): boolean => {
    for (const way of strategy === 0 ? ways : ways.reverse()) {
      const before = patch.copy();
      if (way()) return true;
      patch.become(before);
    }
    return false;
  };
  if (term.op === 'variable' || term.op === 'apply') return patch.set(term, value, model);
  const [whole] = term.args;
  if (term.op === 'extract' && typeof value === 'bigint' && (whole?.op === 'variable' || whole?.op === 'apply')) {
    patch.setBits(whole, BigInt(term.low), mask(term.width), value, model);
    return true;
  }
  if (typeof value === 'boolean') return pushTruth(term, value, model, push, either);
  return pushNumber(term, value, model, push, either);
}

type Push = (part: Term | undefined, wanted: Value) => boolean;
type Either = (...ways: (() => boolean)[]) => boolean;

function pushTruth(term: Term, value: boolean, model: Model, push: Push, either: Either): boolean {
  const [a, b, c] = term.args;
  if (a === undefined) return false;
  if (term.op === 'not') return push(a, !value);
  if (term.op === 'and') {
    if (value) return term.args.every((part) => push(part, true));
    return either(...term.args.map((part) => () => push(part, false)));
  }
  if (term.op === 'ite') return pushChoice(term, value, model, push, either);
  if (b === undefined || c !== undefined) return false;
  if (term.op === 'eq' && a.width === 0) {
    const [left, right] = [model.holds(a), model.holds(b)];
    return either(
      () => push(a, right === value),
      () => push(b, left === value),
    );
  }
  const [left, right] = [BigInt(model.value(a)), BigInt(model.value(b))];
  if (term.op === 'eq') return pushEquality(value, { a, b, left, right }, push, either);
  if (term.op === 'ult' || term.op === 'slt') return pushOrder(term.op, value, { a, b, left, right }, push, either);
  return false;
}

interface Sides {
  a: Term;
  b: Term;
  left: bigint;
  right: bigint;
}

function pushEquality(value: boolean, { a, b, left, right }: Sides, push: Push, either: Either): boolean {
  if (value)
    return either(
      () => push(a, right),
      () => push(b, left),
    );
  const others = [right ^ 1n, a.minimum, 0n, ~right & mask(a.width)].filter((other) => other !== right);
  return either(...others.map((other) => () => push(a, other)), () => push(b, left ^ 1n));
}

function pushOrder(
  op: 'ult' | 'slt',
  value: boolean,
  { a, b, left, right }: Sides,
  push: Push,
  either: Either,
): boolean {
  const { width } = a;
  const signed = op === 'slt';
  const least = signed ? -(1n << BigInt(width - 1)) : 0n;
  const most = signed ? (1n << BigInt(width - 1)) - 1n : mask(width);
  const read = (number: bigint): bigint => (signed ? toSigned(number, width) : number);
  const bits = (number: bigint): bigint => number & mask(width);
  const [low, high] = [read(left), read(right)];
  const ways: (() => boolean)[] = [];
  if (value) {
    if (high > least) ways.push(() => push(a, bits(high - 1n)));
    if (low < most) ways.push(() => push(b, bits(low + 1n)));
    if (high > least) ways.push(() => push(a, bits(least < 0n && high > 0n ? 0n : least)));
  } else {
    ways.push(
      () => push(a, right),
      () => push(b, left),
      () => push(a, bits(most)),
    );
  }
  return either(...ways);
}

function pushNumber(term: Term, value: bigint, model: Model, push: Push, either: Either): boolean {
  const { op, width } = term;
  const [a, b] = term.args;
  if (a === undefined) return false;
  const number = (part: Term): bigint => BigInt(model.value(part));
  const all = mask(width);
  switch (op) {
    case 'ite':
      return pushChoice(term, value, model, push, either);
    case 'zeroExtend':
      return value <= mask(a.width) && push(a, value);
    case 'signExtend':
      return (toSigned(value & mask(a.width), a.width) & all) === value && push(a, value & mask(a.width));
    case 'extract': {
      const low = BigInt(term.low);
      const rest = number(a) & ~(all << low);
      return either(
        () => push(a, rest | (value << low)),
        () => push(a, value << low),
      );
    }
    case 'concat': {
      const folded = pushFolded(term, value, push);
      if (folded !== undefined) return folded;
      let rest = value;
      for (const part of [...term.args].reverse()) {
        if (!push(part, rest & mask(part.width))) return false;
        rest >>= BigInt(part.width);
      }
      return true;
    }
    default:
      return b !== undefined && pushOperands(term, [a, b], value, model, push, either);
  }
}

function pushOperands(
  { op, width }: Term,
  [a, b]: readonly [Term, Term],
  value: bigint,
  model: Model,
  push: Push,
  either: Either,
): boolean {
  const all = mask(width);
  const [x, y] = [BigInt(model.value(a)), BigInt(model.value(b))];
  switch (op) {
    case 'add':
      return either(
        () => push(a, (value - y) & all),
        () => push(b, (value - x) & all),
      );
    case 'sub':
      return either(
        () => push(a, (value + y) & all),
        () => push(b, (x - value) & all),
      );
    case 'bitXor':
      return either(
        () => push(a, value ^ y),
        () => push(b, value ^ x),
      );
    case 'bitAnd':
      return either(
        () => (value & ~y) === 0n && push(a, (x & ~y) | value),
        () => (value & ~x) === 0n && push(b, (y & ~x) | value),
      );
    case 'bitOr':
      return either(
        () => (y & ~value) === 0n && push(a, (x & y) | (value & ~y)),
        () => (x & ~value) === 0n && push(b, (y & x) | (value & ~x)),
      );
    case 'mul':
      return either(
        () => pushFactor(a, y, value, width, push),
        () => pushFactor(b, x, value, width, push),
      );
    case 'shl': {
      const shifted = value >> y;
      return y < BigInt(width) && ((shifted << y) & all) === value && push(a, shifted);
    }
    case 'lshr':
      return y < BigInt(width) && value <= all >> y && push(a, ((value << y) & all) | (x & mask(Number(y))));
    case 'udiv':
      return y > 0n && value * y <= all && push(a, value * y);
    case 'urem':
      return (y === 0n || value < y) && push(a, value);
    default:
      return false;
  }
}

function pushChoice(term: Term, value: Value, model: Model, push: Push, either: Either): boolean {
  const [condition, yes, no] = term.args;
  if (condition === undefined || yes === undefined || no === undefined) return false;
  const chosen = model.holds(condition);
  const [here, there] = chosen ? [yes, no] : [no, yes];
  return either(
    () => push(here, value),
    () => push(condition, !chosen) && push(there, value),
  );
}

/** `a * factor = value` for an odd factor, by its inverse modulo 2^width. */
function pushFactor(a: Term, factor: bigint, value: bigint, width: number, push: Push): boolean {
  if ((factor & 1n) === 0n) return false;
  let inverse = factor;
  for (let bits = 3; bits < width; bits *= 2) inverse = (inverse * (2n - factor * inverse)) & mask(width);
  return push(a, (value * inverse) & mask(width));
}

/**
 * `x ^ (x >> n)`, which hash functions use, for n of at least half the width: the simplifier makes a concatenation of
 * it, whose lower part is the xor of the lowest and the highest bits. Undefined for another term.
 */
function pushFolded({ args, width }: Term, value: bigint, push: Push): boolean | undefined {
  const [top, bottom] = args;
  const whole = top?.op === 'extract' ? top.args[0] : undefined;
  if (args.length !== 2 || whole?.width !== width || top?.low !== bottom?.width || bottom?.op !== 'bitXor')
    return undefined;
  const shift = width - bottom.width;
  const lows = bottom.args.map((part) => (part.op === 'extract' && part.args[0] === whole ? part.low : -1));
  const isFold = shift >= bottom.width && lows.includes(0) && lows.includes(shift);
  return isFold ? push(whole, value ^ (value >> BigInt(shift))) : undefined;
}
