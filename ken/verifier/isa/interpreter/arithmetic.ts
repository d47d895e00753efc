import type { AluOperation, AtomicOperation, JumpCondition, Width } from '../instruction.ts';

/** Values of registers are unsigned 64-bit numbers; results of 32-bit operations have a zero upper half (RFC 9669, section 4). */

export function compute(operation: AluOperation, width: Width, left: bigint, right: bigint): bigint {
  const a = BigInt.asUintN(width, left);
  const b = BigInt.asUintN(width, right);
  const shift = b & BigInt(width - 1);
  switch (operation) {
    case 'add':
      return BigInt.asUintN(width, a + b);
    case 'subtract':
      return BigInt.asUintN(width, a - b);
    case 'multiply':
      return BigInt.asUintN(width, a * b);
    case 'divide':
      return b === 0n ? 0n : a / b;
    case 'modulo':
      return b === 0n ? a : a % b;
    case 'signed-divide':
      // The smallest number divided by -1 wraps to itself.
      return b === 0n ? 0n : BigInt.asUintN(width, BigInt.asIntN(width, a) / BigInt.asIntN(width, b));
    case 'signed-modulo':
      return b === 0n ? a : BigInt.asUintN(width, BigInt.asIntN(width, a) % BigInt.asIntN(width, b));
    case 'or':
      return a | b;
    case 'and':
      return a & b;
    case 'xor':
      return a ^ b;
    case 'shift-left':
      return BigInt.asUintN(width, a << shift);
    case 'shift-right':
      return a >> shift;
    case 'arithmetic-shift-right':
      return BigInt.asUintN(width, BigInt.asIntN(width, a) >> shift);
    case 'move':
      return b;
  }
}

export function negate(width: Width, value: bigint): bigint {
  return BigInt.asUintN(width, -value);
}

/** Sign-extends the low `from` bits to `to` bits; above them zero. */
export function extendSign(from: number, to: Width, value: bigint): bigint {
  return BigInt.asUintN(to, BigInt.asIntN(from, value));
}

export function changeByteOrder(order: 'little' | 'big' | 'swap', bits: 16 | 32 | 64, value: bigint): bigint {
  let rest = BigInt.asUintN(bits, value);
  if (order === 'little') return rest;
  let swapped = 0n;
  for (let byte = 0; byte < bits / 8; byte++) {
    swapped = (swapped << 8n) | (rest & 0xffn);
    rest >>= 8n;
  }
  return swapped;
}

export function holds(condition: JumpCondition, width: Width, left: bigint, right: bigint): boolean {
  const a = BigInt.asUintN(width, left);
  const b = BigInt.asUintN(width, right);
  const signedA = BigInt.asIntN(width, left);
  const signedB = BigInt.asIntN(width, right);
  switch (condition) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case 's>':
      return signedA > signedB;
    case 's>=':
      return signedA >= signedB;
    case 's<':
      return signedA < signedB;
    case 's<=':
      return signedA <= signedB;
    case 'set':
      return (a & b) !== 0n;
  }
}

/** The new content of the memory; `expected` is r0, for compare-exchange. All values have the width of the access. */
export function modify(operation: AtomicOperation, old: bigint, source: bigint, expected: bigint): bigint {
  switch (operation) {
    case 'add':
      return old + source;
    case 'or':
      return old | source;
    case 'and':
      return old & source;
    case 'xor':
      return old ^ source;
    case 'exchange':
      return source;
    case 'compare-exchange':
      return old === expected ? source : old;
  }
}
