/**
 * A term: an expression of the theory of bit-vectors with uninterpreted functions (SMT-LIB QF_UFBV), made by a
 * `TermStore`. Two terms of one store are equal in structure exactly when they are the same object.
 *
 * Width 0 is Bool; any other width is a bit-vector of so many bits, whose values are bigints in [0, 2^width).
 */
export class Term {
  /** Dense number within the store: a term's arguments have smaller ids than the term. */
  readonly id: number;
  readonly op: Op;
  readonly width: number;
  readonly args: readonly Term[];
  /** Value of a constant, else 0. */
  readonly value: bigint;
  /** Name of a variable or an uninterpreted function, else ''. */
  readonly name: string;
  /** Lowest bit that an `extract` takes; it takes `width` bits. Else 0. */
  readonly low: number;
  /** Unsigned bounds that hold in every model; 0 and 0 for Bool. */
  readonly minimum: bigint;
  readonly maximum: bigint;

  constructor(id: number, shape: TermShape, bounds: Bounds) {
    this.id = id;
    this.op = shape.op;
    this.width = shape.width;
    this.args = shape.args;
    this.value = shape.value ?? 0n;
    this.name = shape.name ?? '';
    this.low = shape.low ?? 0;
    this.minimum = bounds.minimum;
    this.maximum = bounds.maximum;
  }
}

export interface TermShape {
  op: Op;
  width: number;
  args: readonly Term[];
  value?: bigint;
  name?: string;
  low?: number;
}

/** Inclusive, unsigned. */
export interface Bounds {
  minimum: bigint;
  maximum: bigint;
}

/**
 * `udiv`, `sdiv` by 0 give 0 and `urem`, `srem` by 0 give the dividend, as BPF has it (RFC 9669, section 4.1); signed
 * division truncates. Shifts by the width or more give 0 (`ashr`: the sign), as SMT-LIB has it: the masking of the
 * amount that BPF does is up to the caller. `concat` takes its arguments from the most significant down.
 */
export type Op =
  | 'true'
  | 'false'
  | 'constant'
  | 'variable'
  | 'apply'
  | 'not'
  | 'and'
  | 'ite'
  | 'eq'
  | 'ult'
  | 'slt'
  | 'add'
  | 'sub'
  | 'mul'
  | 'udiv'
  | 'urem'
  | 'sdiv'
  | 'srem'
  | 'bitAnd'
  | 'bitOr'
  | 'bitXor'
  | 'shl'
  | 'lshr'
  | 'ashr'
  | 'extract'
  | 'concat'
  | 'zeroExtend'
  | 'signExtend';

/** A value of a term: boolean for Bool, else the unsigned bigint. */
export type Value = bigint | boolean;

const masks: readonly bigint[] = Array.from({ length: 1025 }, (_, width) => (1n << BigInt(width)) - 1n);

/** 2^width - 1. */
export function mask(width: number): bigint {
  return masks[width] ?? (1n << BigInt(width)) - 1n;
}

/** The two's complement reading of an unsigned value. */
export function toSigned(value: bigint, width: number): bigint {
  return BigInt.asIntN(width, value);
}
