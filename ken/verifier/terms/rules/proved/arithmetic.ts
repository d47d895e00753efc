import { type Rule, narrow } from './rule.ts';

export const arithmeticRules: readonly Rule[] = [
  ...(['add', 'sub', 'mul', 'udiv', 'urem', 'sdiv', 'srem'] as const).flatMap((op): Rule[] => [
    { name: `${op} of constants`, written: ({ store, c }) => store[op](c(-77), c(9)) },
    { name: `${op} by constant 0`, written: ({ store, x, c }) => store[op](x, c(0)) },
    { name: `${op} of constants by 0`, written: ({ store, c }) => store[op](c(-77), c(0)) },
  ]),
  ...(['mul', 'udiv', 'urem', 'sdiv', 'srem'] as const).map((op): Rule => ({
    name: `${op} by 1`,
    written: ({ store, x, c }) => store[op](x, c(1)),
  })),
  {
    name: 'add of constants in a chain',
    written: ({ store, x, c }) => store.add(store.add(x, c(14)), c(-4)),
    expected: ({ store, x, c }) => store.add(x, c(10)),
  },
  {
    name: 'sub of a constant',
    written: ({ store, x, c }) => store.sub(x, c(3)),
    expected: ({ store, x, c }) => store.add(x, c(-3)),
  },
  { name: 'constant goes to the end', written: ({ store, x, y, c }) => store.add(store.add(x, c(3)), y) },
  {
    name: 'order of a sum',
    written: ({ store, x, y }) => store.add(y, x),
    expected: ({ store, x, y }) => store.add(x, y),
  },
  { name: 'terms that cancel', written: ({ store, x, y }) => store.sub(store.add(x, y), x), expected: ({ y }) => y },
  {
    name: 'difference of addresses',
    written: ({ store, x, c }) => store.sub(store.add(x, c(14)), store.add(x, c(4))),
    expected: ({ c }) => c(10),
  },
  {
    name: 'repeated term',
    written: ({ store, x }) => store.add(store.add(x, x), x),
    expected: ({ store, x, c }) => store.mul(x, c(3)),
  },
  { name: 'negation of a difference', written: ({ store, x, y }) => store.neg(store.sub(x, y)) },
  { name: 'negation twice', written: ({ store, x }) => store.neg(store.neg(x)), expected: ({ x }) => x },
  {
    name: 'constant minus a sum',
    written: ({ store, x, c }) => store.sub(c(9), store.add(x, c(4))),
    expected: ({ store, x, c }) => store.sub(c(5), x),
  },
  { name: 'multiple of a sum with a constant', written: ({ store, x, c }) => store.mul(store.add(x, c(5)), c(6)) },
  {
    name: 'multiple of a multiple',
    written: ({ store, x, c }) => store.mul(store.mul(x, c(3)), c(5)),
    expected: ({ store, x, c }) => store.mul(x, c(15)),
  },
  {
    name: 'multiple by -1',
    written: ({ store, x, c }) => store.mul(c(-1), x),
    expected: ({ store, x }) => store.neg(x),
  },
  { name: 'power of two times', written: ({ store, x, c }) => store.mul(x, c(8)) },
  {
    name: 'power of two times a sum',
    written: ({ store, x, y, c }) => store.mul(store.add(x, y), c(8)),
    widths: narrow,
  },
  { name: 'constant times a sum', written: ({ store, x, y, c }) => store.mul(c(6), store.add(x, y)), widths: narrow },
  { name: 'order of a product', written: ({ store, x, y }) => store.mul(y, x), widths: narrow },
  { name: 'udiv by a power of two', written: ({ store, x, c }) => store.udiv(x, c(16)) },
  { name: 'urem by a power of two', written: ({ store, x, c }) => store.urem(x, c(16)) },
  {
    name: 'udiv of less',
    written: ({ store, a, width, c }) => store.udiv(store.zeroExtend(a, width), c(256)),
    widths: [16, 32, 64],
    expected: ({ c }) => c(0),
  },
  {
    name: 'urem of less',
    written: ({ store, a, width, c }) => store.urem(store.zeroExtend(a, width), c(300)),
    widths: [16, 32, 64],
    expected: ({ store, a, width }) => store.zeroExtend(a, width),
  },
  {
    name: 'udiv without common zeros',
    written: ({ store, a, b, width }) => store.udiv(store.zeroExtend(a, width), store.zeroExtend(b, width)),
    widths: [10],
  },
  {
    name: 'urem without common zeros',
    written: ({ store, a, b, width }) => store.urem(store.zeroExtend(a, width), store.zeroExtend(b, width)),
    widths: [10],
  },
  {
    name: 'udiv by a small constant',
    written: ({ store, a, c, width }) => store.udiv(store.zeroExtend(a, width), c(10)),
    widths: [12, 16, 32],
  },
  {
    name: 'urem by a small constant',
    written: ({ store, a, c, width }) => store.urem(store.zeroExtend(a, width), c(10)),
    widths: [12, 16, 32],
  },
  { name: 'urem by itself', written: ({ store, x }) => store.urem(x, x), expected: ({ c }) => c(0), widths: narrow },
  { name: 'srem by itself', written: ({ store, x }) => store.srem(x, x), expected: ({ c }) => c(0), widths: narrow },
  {
    name: 'sdiv by -1',
    written: ({ store, x, c }) => store.sdiv(x, c(-1)),
    expected: ({ store, x }) => store.neg(x),
    widths: [8, 13],
  },
  {
    name: 'srem by -1',
    written: ({ store, x, c }) => store.srem(x, c(-1)),
    expected: ({ c }) => c(0),
    widths: [8, 16],
  },
  {
    name: 'sdiv of what is not negative',
    written: ({ store, a, b, width }) => store.sdiv(store.zeroExtend(a, width), store.zeroExtend(b, width)),
    widths: [10],
  },
  {
    name: 'srem of what is not negative',
    written: ({ store, a, b, width }) => store.srem(store.zeroExtend(a, width), store.zeroExtend(b, width)),
    widths: [10],
  },
  { name: 'least value by -1', written: ({ store, c, width }) => store.sdiv(c(1n << BigInt(width - 1)), c(-1)) },
];
