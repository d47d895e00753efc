import { describe, expect, it } from 'vitest';
import { modelOf } from '../../terms/model.ts';
import { TermStore } from '../../terms/term-store.ts';
import { findWitness } from './find-witness.ts';

const store = new TermStore();
const x = store.variable('x', 64);
const y = store.variable('y', 64);
const number = (value: bigint | number) => store.constant(value, 64);
const zeros = modelOf({ variables: new Map(), functions: new Map() });

/** The hash that bpftrace computes of a stack: multiplications by an odd number and folds. */
function hash(term: typeof x): typeof x {
  const factor = number(0xc6a4a7935bd1e995n);
  const first = store.mul(term, factor);
  return store.mul(store.xor(store.xor(store.lshr(first, number(47)), first), number(77)), factor);
}

describe('a wanted condition is pushed down to variables', () => {
  it.each([
    ['a constant', store.eq(x, number(1234))],
    ['a difference', store.not(store.eq(store.sub(x, y), number(0)))],
    ['a part', store.eq(store.extract(15, 8, x), store.constant(0x63, 8))],
    ['a swapped part', store.eq(store.byteSwap(store.extract(15, 0, x)), store.constant(0x1f90, 16))],
    ['an order', store.ult(number(1n << 60n), store.add(x, number(5)))],
    ['a signed order', store.slt(x, number(-3))],
    ['a choice', store.eq(store.ite(store.ult(x, number(4096)), number(0), y), number(9))],
    ['a function', store.eq(store.apply('memory', 8, store.add(x, number(2))), store.constant(5, 8))],
    ['a quotient', store.eq(store.udiv(x, number(1000)), number(77))],
    ['a hash', store.ult(hash(x), number(2))],
  ])('%s', (_, wanted) => {
    expect(zeros.holds(wanted)).toBe(false);
    expect(findWitness(zeros, [], wanted)?.holds(wanted)).toBe(true);
  });

  it('keeps the path, repairing what breaks', () => {
    const path = [store.ule(x, y)];
    const wanted = store.eq(x, number(100));
    const witness = findWitness(zeros, path, wanted);
    expect([...path, wanted].every((term) => witness?.holds(term))).toBe(true);
  });

  it('finds nothing where there is nothing', () => {
    expect(findWitness(zeros, [store.eq(x, number(1))], store.eq(x, number(2)))).toBeNull();
    expect(findWitness(zeros, [], store.false)).toBeNull();
  });
});
