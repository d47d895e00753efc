import { describe, expect, test } from 'vitest';
import { KenError } from '../../errors.ts';
import { evaluate } from './evaluate.ts';
import { modelOf } from './model.ts';
import { show } from './show.ts';
import { substitute } from './substitute.ts';
import { TermStore } from './term-store.ts';
import type { Term } from './term.ts';
import { freeVariables } from './traverse.ts';

const store = new TermStore();
const x = store.variable('x', 64);
const word = store.variable('port', 16);
const constant = (value: bigint | number, width = 64): Term => store.constant(value, width);

describe('what compilers do to a value', () => {
  test('a byte swap written with shifts, masks and or is the byte swap', () => {
    const wide = store.zeroExtend(word, 64);
    const high = store.and(store.shl(wide, constant(8)), constant(0xff00));
    const low = store.and(store.lshr(wide, constant(8)), constant(0xff));
    expect(store.or(high, low)).toBe(store.zeroExtend(store.byteSwap(word), 64));
  });

  test('a 64-bit value stored in bytes and read as two halves is the value', () => {
    const stored = Array.from({ length: 8 }, (_, index) => store.extract(8 * index + 7, 8 * index, x));
    const half = (from: number): Term => store.concat(...stored.slice(from, from + 4).reverse());
    expect(store.or(store.shl(store.zeroExtend(half(4), 64), constant(32)), store.zeroExtend(half(0), 64))).toBe(x);
  });

  test('a 32-bit sum by 64-bit registers and two shifts is the 32-bit sum', () => {
    const [a, b] = [store.variable('a', 32), store.variable('b', 32)];
    const sum = store.add(store.zeroExtend(a, 64), store.zeroExtend(b, 64));
    const truncated = store.lshr(store.shl(sum, constant(32)), constant(32));
    expect(truncated).toBe(store.zeroExtend(store.add(a, b), 64));
  });

  test('a comparison of 32-bit values shifted to the upper half is the comparison of the values', () => {
    const [a, b] = [store.variable('a', 32), store.variable('b', 32)];
    const up = (term: Term): Term => store.shl(store.zeroExtend(term, 64), constant(32));
    expect(store.slt(up(a), up(b))).toBe(store.slt(a, b));
    expect(store.ult(up(a), constant(7n << 32n))).toBe(store.ult(a, constant(7, 32)));
  });

  test('a condition that was kept as 0 or 1 in a byte of memory is the condition', () => {
    const condition = store.ult(x, constant(10));
    const flag = store.ite(condition, constant(1), constant(0));
    const loaded = store.zeroExtend(store.extract(7, 0, flag), 64);
    expect(store.eq(loaded, constant(0))).toBe(store.not(condition));
    expect(store.eq(store.and(loaded, constant(1)), constant(1))).toBe(condition);
  });

  test.each<[string, Term, boolean]>([
    ['a 16-bit value below 65536', store.ult(store.zeroExtend(word, 64), constant(65536)), true],
    ['the low 3 bits below 8', store.ult(store.and(x, constant(7)), constant(8)), true],
    ['a remainder below its divisor', store.ult(store.urem(x, constant(10)), constant(10)), true],
    ['a 16-bit value that is negative', store.slt(store.zeroExtend(word, 64), constant(0)), false],
    [
      'an index at most 255 times 8',
      store.ule(store.mul(store.and(x, constant(255)), constant(8)), constant(2040)),
      true,
    ],
    ['one address, two offsets', store.eq(store.add(x, constant(14)), store.add(x, constant(12))), false],
    [
      'one address by two ways',
      store.eq(store.add(store.add(x, constant(4)), constant(10)), store.sub(x, constant(-14))),
      true,
    ],
  ])('%s folds', (_name, term, expected) => {
    expect(term).toBe(store.boolean(expected));
  });
});

test('terms of one structure are one object', () => {
  const before = store.size;
  expect(store.add(x, constant(99))).toBe(store.add(x, constant(99)));
  expect(store.size).toBe(before + 2);
});

test('division by zero has the values of BPF', () => {
  const zero = constant(0);
  const assignment = { variables: new Map([['x', 77n]]), functions: new Map() };
  const plain = new TermStore({ simplify: false });
  for (const [op, value] of [
    ['udiv', 0n],
    ['sdiv', 0n],
    ['urem', 77n],
    ['srem', 77n],
  ] as const) {
    expect(evaluate(plain[op](plain.variable('x', 64), plain.constant(0, 64)), assignment)).toBe(value);
    expect(evaluate(store[op](x, zero), assignment)).toBe(value);
  }
});

test('an application has the value that the assignment has for its arguments, else 0', () => {
  const byte = store.apply('kernel', 8, store.add(x, constant(1)));
  const assignment = { variables: new Map([['x', 9n]]), functions: new Map([['kernel', new Map([['10', 5n]])]]) };
  expect(evaluate(byte, assignment)).toBe(5n);
  expect(modelOf(assignment).value(store.apply('kernel', 8, x))).toBe(0n);
});

test('widths that do not fit and names of two widths are errors', () => {
  expect(() => store.add(x, word)).toThrow(KenError);
  expect(() => store.extract(64, 0, x)).toThrow(KenError);
  expect(() => store.variable('x', 32)).toThrow(/"x" has widths \(\) 64 and is used with \(\) 32/);
  expect(() => store.zeroExtend(x, 32)).toThrow(KenError);
});

test('substitution is simultaneous and simplifies', () => {
  const y = store.variable('y', 64);
  const swapped = substitute(store, store.sub(x, y), new Map([[x, y], [y, x]])); // prettier-ignore
  expect(swapped).toBe(store.sub(y, x));
  expect(substitute(store, store.ult(x, constant(5)), new Map([[x, constant(3)]]))).toBe(store.true);
});

test('text of terms', () => {
  const term = store.and(store.ult(x, constant(5)), store.eq(word, constant(0x1f90, 16)));
  expect(show(term)).toBe('((x <u 5) && (port == 0x1f90))');
  expect(show(store.zeroExtend(store.byteSwap(word), 64))).toBe('u64({port[7:0], port[15:8]})');
});

describe('long chains overflow no stack', () => {
  const chains: [string, number, (s: TermStore, term: Term, index: number) => Term][] = [
    ['signed divisions', 100_000, (s, term) => s.sdiv(term, s.variable('d', 64))],
    ['sums', 20_000, (s, term, index) => s.add(term, s.variable(`v${index % 50}`, 64))],
    ['choices', 20_000, (s, term, index) => s.ite(s.variable(`p${index}`, 0), s.constant(index, 64), term)],
    ['slices', 20_000, (s, term) => s.zeroExtend(s.extract(31, 0, s.mul(term, s.variable('m', 64))), 64)],
  ];
  test.each(chains)('%s', { timeout: 60_000 }, (_name, length, step) => {
    const long = new TermStore();
    let term = long.variable('start', 64);
    for (let index = 0; index < length; index++) term = step(long, term, index);
    const last = long.eq(long.zeroExtend(long.extract(7, 0, term), 64), long.constant(0, 64));
    expect(long.size).toBeGreaterThan(length);
    expect(evaluate(last, { variables: new Map(), functions: new Map() })).toBeTypeOf('boolean');
    expect(freeVariables([last]).length).toBeGreaterThan(0);
    expect(substitute(new TermStore(), last, new Map()).width).toBe(0);
    expect(show(last).length).toBeLessThan(100_000);
  });
});
