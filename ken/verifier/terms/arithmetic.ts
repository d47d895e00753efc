import { type Op, mask, toSigned } from './term.ts';

/** The value of a bit-vector operation on two values of one width; the meaning of each is given with `Op`. */
export function compute(op: BinaryOp, left: bigint, right: bigint, width: number): bigint {
  switch (op) {
    case 'add':
      return (left + right) & mask(width);
    case 'sub':
      return (left - right) & mask(width);
    case 'mul':
      return (left * right) & mask(width);
    case 'udiv':
      return right === 0n ? 0n : left / right;
    case 'urem':
      return right === 0n ? left : left % right;
    case 'sdiv':
      return right === 0n ? 0n : (toSigned(left, width) / toSigned(right, width)) & mask(width);
    case 'srem':
      return right === 0n ? left : (toSigned(left, width) % toSigned(right, width)) & mask(width);
    case 'bitAnd':
      return left & right;
    case 'bitOr':
      return left | right;
    case 'bitXor':
      return left ^ right;
    case 'shl':
      return right >= BigInt(width) ? 0n : (left << right) & mask(width);
    case 'lshr':
      return right >= BigInt(width) ? 0n : left >> right;
    case 'ashr': {
      const amount = right >= BigInt(width) ? BigInt(width - 1) : right;
      return (toSigned(left, width) >> amount) & mask(width);
    }
  }
}

export type BinaryOp = Extract<
  Op,
  'add' | 'sub' | 'mul' | 'udiv' | 'urem' | 'sdiv' | 'srem' | 'bitAnd' | 'bitOr' | 'bitXor' | 'shl' | 'lshr' | 'ashr'
>;
