import { type Rule, bytes, narrow } from './rule.ts';

export const equalityRules: readonly Rule[] = [
  { name: 'eq of constants', written: ({ store, c }) => store.eq(c(3), c(4)), expected: ({ store }) => store.false },
  { name: 'eq with itself', written: ({ store, x }) => store.eq(x, x), expected: ({ store }) => store.true },
  {
    name: 'eq out of bounds',
    written: ({ store, x, c, width }) => store.eq(store.zeroExtend(x, width + 8), c(1n << BigInt(width), width + 8)),
    expected: ({ store }) => store.false,
  },
  {
    name: 'eq of disjoint bounds',
    written: ({ store, a, b, width, c }) =>
      store.eq(store.zeroExtend(a, width), store.add(store.zeroExtend(b, width), c(256))),
    widths: [16, 32, 64],
    expected: ({ store }) => store.false,
  },
  {
    name: 'eq of zeroExtend and constant',
    written: ({ store, x, c, width }) => store.eq(c(5, width + 8), store.zeroExtend(x, width + 8)),
    expected: ({ store, x, c }) => store.eq(x, c(5)),
  },
  {
    name: 'eq of zeroExtends',
    written: ({ store, x, a, width }) => store.eq(store.zeroExtend(x, width + 16), store.zeroExtend(a, width + 16)),
    expected: ({ store, x, a, width }) => store.eq(x, store.zeroExtend(a, width)),
  },
  {
    name: 'eq of signExtend and constant',
    written: ({ store, x, c, width }) => store.eq(store.signExtend(x, width + 8), c(-5, width + 8)),
    expected: ({ store, x, c }) => store.eq(x, c(-5)),
  },
  {
    name: 'eq of signExtend and no sign extension',
    written: ({ store, x, c, width }) =>
      store.eq(store.signExtend(x, width + 8), c(1n << BigInt(width - 1), width + 8)),
    expected: ({ store }) => store.false,
  },
  {
    name: 'eq of signExtends',
    written: ({ store, x, a, width }) => store.eq(store.signExtend(x, width + 16), store.signExtend(a, width + 16)),
    expected: ({ store, x, a, width }) => store.eq(x, store.signExtend(a, width)),
  },
  {
    name: 'eq of sum and constant',
    written: ({ store, x, c }) => store.eq(store.add(x, c(7)), c(3)),
    expected: ({ store, x, c }) => store.eq(x, c(-4)),
  },
  {
    name: 'eq of difference and constant',
    written: ({ store, x, c }) => store.eq(store.sub(c(7), x), c(3)),
    expected: ({ store, x, c }) => store.eq(x, c(4)),
  },
  {
    name: 'eq of x ^ (x >> s) and constant',
    written: ({ store, x, c, width }) => store.eq(store.xor(x, store.lshr(x, c((width * 3) / 4))), c(0x75)),
    widths: [8, 32, 64],
    expected: ({ store, x, c, width }) => store.eq(x, c(0x75 ^ (0x75 >> ((width * 3) / 4)))),
  },
  {
    name: 'eq of x ^ (x >> s) and y ^ (y >> s)',
    written: ({ store, x, y, c, width }) =>
      store.eq(store.xor(x, store.lshr(x, c((width * 3) / 4))), store.xor(y, store.lshr(y, c((width * 3) / 4)))),
    widths: [8, 32, 64],
    expected: ({ store, x, y }) => store.eq(x, y),
  },
  {
    name: 'eq of odd multiples',
    written: ({ store, x, y, c }) => store.eq(store.mul(x, c(13)), store.mul(y, c(13))),
    widths: [8, 13],
    expected: ({ store, x, y }) => store.eq(x, y),
  },
  {
    name: 'eq of exclusive ors with one constant',
    written: ({ store, x, y, c }) => store.eq(store.xor(x, c(13)), store.xor(y, c(13))),
    expected: ({ store, x, y }) => store.eq(x, y),
  },
  {
    name: 'eq of difference and 0',
    written: ({ store, x, y, c }) => store.eq(store.sub(x, y), c(0)),
    expected: ({ store, x, y }) => store.eq(x, y),
  },
  { name: 'eq of a difference and a constant', written: ({ store, x, y, c }) => store.eq(store.sub(x, y), c(6)) },
  {
    name: 'eq of odd multiple and constant',
    written: ({ store, x, c }) => store.eq(store.mul(x, c(3)), c(9)),
    expected: ({ store, x, c }) => store.eq(x, c(3)),
  },
  {
    name: 'eq of even multiple and constant',
    written: ({ store, x, c }) => store.eq(store.add(store.mul(x, c(6)), c(1)), c(19)),
  },
  { name: 'eq of negative multiple and constant', written: ({ store, x, c }) => store.eq(store.mul(x, c(-6)), c(18)) },
  {
    name: 'eq of addresses with one base',
    written: ({ store, x, c }) => store.eq(store.add(x, c(14)), store.add(x, c(4))),
    expected: ({ store }) => store.false,
  },
  {
    name: 'eq of addresses with one offset',
    written: ({ store, x, y, c }) => store.eq(store.add(x, c(14)), store.add(y, c(14))),
    expected: ({ store, x, y }) => store.eq(x, y),
  },
  {
    name: 'eq of addresses with two offsets',
    written: ({ store, x, y, c }) => store.eq(store.add(x, c(14)), store.add(y, c(4))),
  },
  {
    name: 'eq of sums with a common term',
    written: ({ store, x, y, z }) => store.eq(store.add(x, y), store.add(z, x)),
    expected: ({ store, y, z }) => store.eq(y, z),
  },
  {
    name: 'eq of two sums',
    widths: narrow,
    written: ({ store, x, y, z, c }) => store.eq(store.sub(store.add(x, c(1)), y), store.sub(c(3), z)),
  },
  { name: 'eq of negated sums', written: ({ store, x, y, c }) => store.eq(store.sub(store.neg(x), y), c(3)) },
  {
    name: 'eq of xor and constant',
    written: ({ store, x, c }) => store.eq(store.xor(x, c(0x5a)), c(0x0f)),
    widths: narrow,
  },
  {
    name: 'eq of xor with scattered constant',
    written: ({ store, x, c }) => store.eq(store.xor(x, c(0x5555)), c(0x0f)),
    widths: bytes,
    expected: ({ store, x, c }) => store.eq(x, c(0x555a)),
  },
  {
    name: 'eq of xor and 0',
    written: ({ store, x, y, c }) => store.eq(store.xor(x, y), c(0)),
    expected: ({ store, x, y }) => store.eq(x, y),
  },
  {
    name: 'eq of byte swap and constant',
    widths: bytes,
    written: ({ store, x, c }) => store.eq(store.byteSwap(x), c(0x1234)),
  },
  {
    name: 'eq of byte swaps',
    widths: bytes,
    written: ({ store, x, y }) => store.eq(store.byteSwap(x), store.byteSwap(y)),
    expected: ({ store, x, y }) => store.eq(x, y),
  },
  {
    name: 'eq of a choice of constants',
    written: ({ store, p, c }) => store.eq(store.ite(p, c(1), c(0)), c(1)),
    expected: ({ p }) => p,
  },
  {
    name: 'eq of a choice with an equal arm',
    written: ({ store, p, x, c }) => store.eq(store.ite(p, c(1), x), c(1)),
    expected: ({ store, p, x, c }) => store.or(p, store.eq(x, c(1))),
  },
  {
    name: 'eq of a choice with a different arm',
    written: ({ store, p, x, c }) => store.eq(store.ite(p, x, c(2)), c(1)),
    expected: ({ store, p, x, c }) => store.and(p, store.eq(x, c(1))),
  },
  { name: 'eq of a choice with its arm', written: ({ store, p, x, y }) => store.eq(store.ite(p, x, y), y) },
  {
    name: 'eq of a chain of choices',
    written: ({ store, p, q, c, x }) => store.eq(store.ite(p, c(1), store.ite(q, c(2), x)), c(3)),
  },
  {
    name: 'eq of concat with a wrong constant part',
    written: ({ store, x, c, width }) => store.eq(store.concat(x, c(5, 4)), c(6, width + 4)),
    expected: ({ store }) => store.false,
  },
  {
    name: 'eq of concat with a right constant part',
    written: ({ store, x, c, width }) => store.eq(store.concat(x, c(5, 4)), c(0x35, width + 4)),
    expected: ({ store, x, c }) => store.eq(x, c(3)),
  },
  {
    name: 'eq of concats with a common part',
    written: ({ store, x, y, a, b }) => store.eq(store.concat(x, y, a), store.concat(x, y, b)),
    expected: ({ store, a, b }) => store.eq(a, b),
  },
  {
    name: 'eq of concats with different constants',
    written: ({ store, x, y, c }) => store.eq(store.concat(x, c(5, 4)), store.concat(y, c(6, 4))),
    expected: ({ store }) => store.false,
  },
];
