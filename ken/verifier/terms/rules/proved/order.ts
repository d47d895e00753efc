import { type Rule, bytes, narrow } from './rule.ts';

export const orderRules: readonly Rule[] = [
  {
    name: 'ult of an odd multiple and 2',
    written: ({ store, x, c }) => store.ult(store.mul(x, c(13)), c(2)),
    expected: ({ store, x, c }) => store.or(store.eq(x, c(0)), store.eq(store.mul(x, c(13)), c(1))),
  },
  ...(['ult', 'slt'] as const).flatMap((op): Rule[] => [
    { name: `${op} with itself`, written: ({ store, x }) => store[op](x, x), expected: ({ store }) => store.false },
    { name: `${op} of constants`, written: ({ store, c }) => store[op](c(-3), c(4)) },
    { name: `${op} with a constant left`, written: ({ store, x, c }) => store[op](c(6), x) },
    {
      name: `${op} with zeroExtends`,
      written: ({ store, x, a, width }) => store[op](store.zeroExtend(x, width + 16), store.zeroExtend(a, width + 16)),
      expected: ({ store, x, a, width }) => (width > 8 ? store.ult(x, store.zeroExtend(a, width)) : store.ult(x, a)),
    },
    {
      name: `${op} with signExtends`,
      written: ({ store, x, a, width }) => store[op](store.signExtend(x, width + 16), store.signExtend(a, width + 16)),
      expected: ({ store, x, a, width }) => store[op](x, store.signExtend(a, width)),
    },
    {
      name: `${op} of zeroExtend and constant`,
      written: ({ store, x, c, width }) => store[op](store.zeroExtend(x, width + 8), c(9, width + 8)),
      expected: ({ store, x, c }) => store.ult(x, c(9)),
    },
    {
      name: `${op} of zeroExtend and large constant`,
      written: ({ store, x, c, width }) => store[op](store.zeroExtend(x, width + 8), c(1n << BigInt(width), width + 8)),
      expected: ({ store }) => store.true,
    },
    {
      name: `${op} of signExtend and constant`,
      written: ({ store, x, c, width }) => store[op](store.signExtend(x, width + 8), c(9, width + 8)),
    },
    {
      name: `${op} of signExtend and a constant that is none`,
      written: ({ store, x, c, width }) => store[op](store.signExtend(x, width + 8), c(1n << BigInt(width), width + 8)),
    },
    {
      name: `${op} of a mask and its limit`,
      written: ({ store, x, c }) => store[op](store.and(x, c(7)), c(8)),
      widths: [9, 16, 32, 64],
      expected: ({ store }) => store.true,
    },
    {
      name: `${op} of a choice of constants`,
      written: ({ store, p, c }) => store[op](store.ite(p, c(1), c(5)), c(3)),
      expected: ({ p }) => p,
    },
    {
      name: `${op} of equal lower ends`,
      written: ({ store, x, y, a }) => store[op](store.concat(x, a), store.concat(y, a)),
      expected: ({ store, x, y }) => store[op](x, y),
    },
    {
      name: `${op} of equal upper ends`,
      written: ({ store, x, a, b }) => store[op](store.concat(x, a), store.concat(x, b)),
      expected: ({ store, a, b }) => store.ult(a, b),
    },
    {
      name: `${op} after shifts of both`,
      written: ({ store, x, y, c, width }) => store[op](store.shl(x, c(width / 2)), store.shl(y, c(width / 2))),
      widths: bytes,
    },
    {
      name: `${op} of a constant end and constant`,
      written: ({ store, x, c, width }) => store[op](store.concat(x, c(5, 4)), c(0x35, width + 4)),
      expected: ({ store, x, c }) => store[op](x, c(3)),
    },
    {
      name: `${op} of a constant end and larger constant`,
      written: ({ store, x, c, width }) => store[op](store.concat(x, c(5, 4)), c(0x36, width + 4)),
      expected: ({ store, x, c }) => store[op](x, c(4)),
    },
    {
      name: `${op} of a constant end and least constants`,
      written: ({ store, x, c, width }) => store[op](store.concat(x, c(5, 4)), c(-1n << BigInt(width + 3), width + 4)),
    },
    {
      name: `${op} of a constant end and negative constant`,
      written: ({ store, x, c, width }) => store[op](store.concat(x, c(0, 4)), c(-37, width + 4)),
    },
    {
      name: `${op} of a constant end and the largest`,
      written: ({ store, x, c, width }) =>
        store[op](store.concat(x, c(0, 4)), c(op === 'ult' ? -1n : (1n << BigInt(width + 3)) - 1n, width + 4)),
      expected: ({ store }) => store.true,
    },
  ]),
  { name: 'ult 0', written: ({ store, x, c }) => store.ult(x, c(0)), expected: ({ store }) => store.false },
  { name: 'ult 1', written: ({ store, x, c }) => store.ult(x, c(1)), expected: ({ store, x, c }) => store.eq(x, c(0)) },
  {
    name: 'ult the largest',
    written: ({ store, x, c }) => store.ult(x, c(-1)),
    expected: ({ store, x, c }) => store.not(store.eq(x, c(-1))),
  },
  { name: 'the largest ult', written: ({ store, x, c }) => store.ult(c(-1), x), expected: ({ store }) => store.false },
  {
    name: '0 ult',
    written: ({ store, x, c }) => store.ult(c(0), x),
    expected: ({ store, x, c }) => store.not(store.eq(x, c(0))),
  },
  {
    name: 'ult of remainder and divisor',
    written: ({ store, x, c }) => store.ult(store.urem(x, c(10)), c(10)),
    expected: ({ store }) => store.true,
    widths: narrow,
  },
  {
    name: 'ult of quotient',
    written: ({ store, x, c }) => store.ult(store.udiv(x, c(100)), c(3)),
    expected: ({ store }) => store.true,
    widths: [8],
  },
  {
    name: 'slt the least',
    written: ({ store, x, c, width }) => store.slt(x, c(1n << BigInt(width - 1))),
    expected: ({ store }) => store.false,
  },
  {
    name: 'the largest slt',
    written: ({ store, x, c, width }) => store.slt(c((1n << BigInt(width - 1)) - 1n), x),
    expected: ({ store }) => store.false,
  },
  {
    name: 'slt of not negative and negative',
    written: ({ store, x, c, width }) => store.slt(store.zeroExtend(x, width + 1), c(-3, width + 1)),
    expected: ({ store }) => store.false,
  },
  {
    name: 'slt of negative and not negative',
    written: ({ store, x, c, width }) => store.slt(c(-3, width + 1), store.zeroExtend(x, width + 1)),
    expected: ({ store }) => store.true,
  },
  {
    name: 'slt of both negative',
    written: ({ store, x, y, c }) => store.slt(store.concat(c(1, 1), x), store.concat(c(1, 1), y)),
    expected: ({ store, x, y }) => store.ult(x, y),
  },
  {
    name: 'slt of signExtend and too large',
    written: ({ store, x, c, width }) => store.slt(store.signExtend(x, width + 8), c(1n << BigInt(width), width + 8)),
    expected: ({ store }) => store.true,
  },
  {
    name: 'slt of signExtend and too small',
    written: ({ store, x, c, width }) => store.slt(store.signExtend(x, width + 8), c(-1n << BigInt(width), width + 8)),
    expected: ({ store }) => store.false,
  },
  {
    name: 'sign of a concat',
    written: ({ store, x, y, c, width }) => store.slt(store.concat(x, y), c(0, 2 * width)),
    expected: ({ store, x, c }) => store.slt(x, c(0)),
  },
];
