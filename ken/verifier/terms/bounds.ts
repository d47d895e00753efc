import { type Bounds, type Term, type TermShape, mask } from './term.ts';

/** Unsigned bounds of a term from those of its arguments: interval arithmetic, one step per new term. */
export function boundsOf(shape: TermShape): Bounds {
  const { op, width } = shape;
  const [a, b, c] = shape.args;
  const full = { minimum: 0n, maximum: mask(width) };
  if (width === 0) return { minimum: 0n, maximum: 0n };
  if (op === 'constant') return { minimum: shape.value ?? 0n, maximum: shape.value ?? 0n };
  if (op === 'concat') return joined(shape.args);
  if (!a) return full;
  if (op === 'zeroExtend') return { minimum: a.minimum, maximum: a.maximum };
  if (op === 'extract') return sliced(a, shape.low ?? 0, width);
  if (op === 'signExtend') return a.maximum >> BigInt(a.width - 1) === 0n ? a : full;
  if (!b) return full;
  switch (op) {
    case 'ite':
      return c ? { minimum: smaller(b.minimum, c.minimum), maximum: larger(b.maximum, c.maximum) } : full;
    case 'add':
      return within(a.minimum + b.minimum, a.maximum + b.maximum, width);
    case 'mul':
      return within(a.minimum * b.minimum, a.maximum * b.maximum, width);
    case 'sub':
      return a.minimum >= b.maximum ? { minimum: a.minimum - b.maximum, maximum: a.maximum - b.minimum } : full;
    case 'udiv':
      return b.minimum === 0n
        ? { minimum: 0n, maximum: a.maximum }
        : { minimum: a.minimum / b.maximum, maximum: a.maximum / b.minimum };
    case 'urem':
      return { minimum: 0n, maximum: b.minimum === 0n ? a.maximum : smaller(a.maximum, b.maximum - 1n) };
    case 'bitAnd':
      return { minimum: 0n, maximum: smaller(a.maximum, b.maximum) };
    case 'bitOr':
      return { minimum: larger(a.minimum, b.minimum), maximum: mask(bitLength(a.maximum | b.maximum)) };
    case 'bitXor':
      return { minimum: 0n, maximum: mask(bitLength(a.maximum | b.maximum)) };
    case 'lshr':
      return { minimum: 0n, maximum: a.maximum >> smaller(b.minimum, BigInt(width)) };
    default:
      return full;
  }
}

function joined(parts: readonly Term[]): Bounds {
  let minimum = 0n;
  let maximum = 0n;
  for (const part of parts) {
    minimum = (minimum << BigInt(part.width)) | part.minimum;
    maximum = (maximum << BigInt(part.width)) | part.maximum;
  }
  return { minimum, maximum };
}

/** Bits above the slice must be the same over the whole interval, else the slice can take any value. */
function sliced(term: Term, low: number, width: number): Bounds {
  const top = BigInt(low + width);
  if (term.minimum >> top !== term.maximum >> top) return { minimum: 0n, maximum: mask(width) };
  return { minimum: (term.minimum >> BigInt(low)) & mask(width), maximum: (term.maximum >> BigInt(low)) & mask(width) };
}

function within(minimum: bigint, maximum: bigint, width: number): Bounds {
  return maximum > mask(width) ? { minimum: 0n, maximum: mask(width) } : { minimum, maximum };
}

function smaller(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}

function larger(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}

/** Number of bits without leading zeros. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}
