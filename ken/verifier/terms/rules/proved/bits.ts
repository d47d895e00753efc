import { type Rule, bytes } from './rule.ts';

export const bitsRules: readonly Rule[] = [
  ...(['and', 'or', 'xor'] as const).flatMap((op): Rule[] => [
    { name: `${op} of constants`, written: ({ store, c }) => store[op](c(0x36), c(0x5c)) },
    { name: `${op} with 0`, written: ({ store, x, c }) => store[op](c(0), x) },
    { name: `${op} with itself`, written: ({ store, x }) => store[op](x, x) },
    { name: `${op} with a mask of runs`, written: ({ store, x, c }) => store[op](x, c(0x3c)) },
    {
      name: `${op} with a mask of bytes`,
      widths: bytes,
      written: ({ store, x, c }) => store[op](c(0xff00ff00ff00ff00n), x),
    },
    {
      name: `${op} twice with scattered constants`,
      widths: bytes,
      written: ({ store, x, c }) => store[op](store[op](x, c(0x5555555555555555n)), c(0x7777777777777777n)),
    },
    { name: `${op} with a part`, written: ({ store, x, y }) => store[op](store[op](x, y), x) },
    { name: `${op} with a part, right`, written: ({ store, x, y }) => store[op](y, store[op](x, y)) },
    {
      name: `${op} of zeroExtends`,
      written: ({ store, x, y, width }) => store[op](store.zeroExtend(x, width + 7), store.zeroExtend(y, width + 7)),
    },
    {
      name: `${op} of side by side`,
      written: ({ store, x, y, c }) =>
        store[op](store.concat(x, c(0, 8)), store.zeroExtend(store.extract(6, 0, y), x.width + 8)),
    },
  ]),
  { name: 'and with ones', written: ({ store, x, c }) => store.and(x, c(-1)), expected: ({ x }) => x },
  { name: 'or with ones', written: ({ store, x, c }) => store.or(x, c(-1)), expected: ({ c }) => c(-1) },
  { name: 'not twice', written: ({ store, x }) => store.not(store.not(x)), expected: ({ x }) => x },
  {
    name: 'low mask',
    written: ({ store, x, c }) => store.and(x, c(0x1f)),
    expected: ({ store, x, width }) => store.zeroExtend(store.extract(4, 0, x), width),
  },
  {
    name: 'bytes put together with shifts and or',
    widths: bytes,
    written: ({ store, a, b, c, width }) =>
      store.or(store.shl(store.zeroExtend(a, width), c(8)), store.zeroExtend(b, width)),
    expected: ({ store, a, b, width }) => store.zeroExtend(store.concat(a, b), width),
  },
  {
    name: 'bytes put together with shifts and add',
    widths: bytes,
    written: ({ store, a, b, c, width }) =>
      store.add(store.shl(store.zeroExtend(a, width), c(8)), store.zeroExtend(b, width)),
    expected: ({ store, a, b, width }) => store.zeroExtend(store.concat(a, b), width),
  },
];
