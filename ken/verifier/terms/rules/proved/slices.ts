import { type Rule, bytes, narrow } from './rule.ts';

export const slicesRules: readonly Rule[] = [
  {
    name: 'extract of everything',
    written: ({ store, x, width }) => store.extract(width - 1, 0, x),
    expected: ({ x }) => x,
  },
  {
    name: 'extract of a constant',
    written: ({ store, c }) => store.extract(6, 2, c(0x5a)),
    expected: ({ c }) => c(0x16, 5),
  },
  {
    name: 'extract of extract',
    written: ({ store, x }) => store.extract(3, 1, store.extract(6, 2, x)),
    expected: ({ store, x }) => store.extract(5, 3, x),
  },
  {
    name: 'extract across a concat',
    written: ({ store, x, y, width }) => store.extract(width + 3, width - 3, store.concat(x, y)),
  },
  {
    name: 'extract within a part',
    written: ({ store, x, y, width }) => store.extract(width - 1, 0, store.concat(x, y)),
    expected: ({ y }) => y,
  },
  {
    name: 'extract below zeroExtend',
    written: ({ store, x, width }) => store.extract(4, 1, store.zeroExtend(x, width + 5)),
  },
  {
    name: 'extract in the zeros',
    written: ({ store, x, width }) => store.extract(width + 3, width + 1, store.zeroExtend(x, width + 5)),
    expected: ({ c }) => c(0, 3),
  },
  {
    name: 'extract across the zeros',
    written: ({ store, x, width }) => store.extract(width + 3, 2, store.zeroExtend(x, width + 5)),
  },
  {
    name: 'extract below signExtend',
    written: ({ store, x, width }) => store.extract(4, 1, store.signExtend(x, width + 5)),
  },
  {
    name: 'extract in the signs',
    written: ({ store, x, width }) => store.extract(width + 3, width + 1, store.signExtend(x, width + 5)),
  },
  {
    name: 'extract across the signs',
    written: ({ store, x, width }) => store.extract(width + 3, 2, store.signExtend(x, width + 5)),
  },
  {
    name: 'extract of a choice with a constant',
    written: ({ store, p, x, c }) => store.extract(5, 2, store.ite(p, c(20), x)),
  },
  {
    name: 'extract of a choice with a constant, right',
    written: ({ store, p, x, c }) => store.extract(5, 2, store.ite(p, x, c(20))),
  },
  ...(['add', 'sub', 'mul'] as const).map((op): Rule => ({
    name: `low bits of ${op} of extensions`,
    widths: op === 'mul' ? narrow : [8, 16, 32],
    written: ({ store, x, y, width }) =>
      store.extract(width - 1, 0, store[op](store.zeroExtend(x, 2 * width), store.signExtend(y, 2 * width))),
    expected: ({ store, x, y }) => store[op](x, y),
  })),
  { name: 'concat of concats', written: ({ store, x, y, z }) => store.concat(store.concat(x, y), z) },
  { name: 'concat of constants', written: ({ store, x, c }) => store.concat(x, c(3, 2), c(5, 4)) },
  {
    name: 'concat with zeros in front',
    written: ({ store, x, c }) => store.concat(c(0, 3), x),
    expected: ({ store, x, width }) => store.zeroExtend(x, width + 3),
  },
  {
    name: 'concat with zeroExtend inside',
    written: ({ store, x, y, width }) => store.concat(x, store.zeroExtend(y, width + 4)),
  },
  {
    name: 'neighbouring slices',
    written: ({ store, x }) => store.concat(store.extract(6, 4, x), store.extract(3, 1, x)),
    expected: ({ store, x }) => store.extract(6, 1, x),
  },
  {
    name: 'reload of stored bytes',
    widths: bytes,
    written: ({ store, x, width }) =>
      store.concat(
        ...Array.from({ length: width / 8 }, (_, index) =>
          store.extract(width - 8 * index - 1, width - 8 * index - 8, x),
        ),
      ),
    expected: ({ x }) => x,
  },
  {
    name: 'reload of a stored sign extension',
    widths: bytes,
    written: ({ store, x, width }) => {
      const wide = store.signExtend(x, 2 * width);
      return store.concat(
        ...Array.from({ length: width / 4 }, (_, index) =>
          store.extract(2 * width - 8 * index - 1, 2 * width - 8 * index - 8, wide),
        ),
      );
    },
    expected: ({ store, x, width }) => store.signExtend(x, 2 * width),
  },
  {
    name: 'reload of a stored choice',
    widths: bytes,
    written: ({ store, p, x, c, width }) => {
      const choice = store.ite(p, c(0x1234), x);
      return store.concat(
        ...Array.from({ length: width / 8 }, (_, index) =>
          store.extract(width - 8 * index - 1, width - 8 * index - 8, choice),
        ),
      );
    },
    expected: ({ store, p, x, c }) => store.ite(p, c(0x1234), x),
  },
  {
    name: 'reload of a stored sum in halves',
    widths: bytes,
    written: ({ store, a, b, width }) => {
      const sum = store.add(store.zeroExtend(a, width), store.zeroExtend(b, width));
      return store.concat(store.extract(width - 1, 8, sum), store.extract(7, 0, sum));
    },
    expected: ({ store, a, b, width }) => store.add(store.zeroExtend(a, width), store.zeroExtend(b, width)),
  },
  {
    name: 'sign in front of its term',
    written: ({ store, x, width }) => store.concat(store.extract(width - 1, width - 1, x), x),
    expected: ({ store, x, width }) => store.signExtend(x, width + 1),
  },
  {
    name: 'sign extension of a slice in front of the next',
    written: ({ store, x, width }) =>
      store.concat(store.signExtend(store.extract(6, 4, x), width), store.extract(3, 0, x)),
  },
  {
    name: 'byte swap twice',
    widths: bytes,
    written: ({ store, x }) => store.byteSwap(store.byteSwap(x)),
    expected: ({ x }) => x,
  },
  {
    name: 'zeroExtend of a constant',
    written: ({ store, c, width }) => store.zeroExtend(c(9), width + 2),
    expected: ({ c, width }) => c(9, width + 2),
  },
  {
    name: 'zeroExtend twice',
    written: ({ store, x, width }) => store.zeroExtend(store.zeroExtend(x, width + 2), width + 5),
  },
  {
    name: 'zeroExtend of a choice of constants',
    written: ({ store, p, c, width }) => store.zeroExtend(store.ite(p, c(1), c(0)), width + 5),
  },
  {
    name: 'signExtend of a constant',
    written: ({ store, c, width }) => store.signExtend(c(-9), width + 2),
    expected: ({ c, width }) => c(-9, width + 2),
  },
  {
    name: 'signExtend twice',
    written: ({ store, x, width }) => store.signExtend(store.signExtend(x, width + 2), width + 5),
  },
  {
    name: 'signExtend of what is not negative',
    written: ({ store, x, width }) => store.signExtend(store.zeroExtend(x, width + 1), width + 5),
    expected: ({ store, x, width }) => store.zeroExtend(x, width + 5),
  },
  {
    name: 'signExtend of a choice of constants',
    written: ({ store, p, c, width }) => store.signExtend(store.ite(p, c(-1), c(0)), width + 5),
  },
  {
    name: 'shl by a constant',
    written: ({ store, x, c }) => store.shl(x, c(3)),
    expected: ({ store, x, c, width }) => store.concat(store.extract(width - 4, 0, x), c(0, 3)),
  },
  { name: 'lshr by a constant', written: ({ store, x, c }) => store.lshr(x, c(3)) },
  { name: 'ashr by a constant', written: ({ store, x, c }) => store.ashr(x, c(3)) },
  { name: 'shl by 0', written: ({ store, x, c }) => store.shl(x, c(0)), expected: ({ x }) => x },
  { name: 'shl by too much', written: ({ store, x, c, width }) => store.shl(x, c(width)), expected: ({ c }) => c(0) },
  {
    name: 'lshr by too much',
    written: ({ store, x, c, width }) => store.lshr(x, c(width + 1)),
    expected: ({ c }) => c(0),
  },
  {
    name: 'ashr by too much',
    written: ({ store, x, c, width }) => store.ashr(x, c(width)),
    expected: ({ store, x, width }) => store.signExtend(store.extract(width - 1, width - 1, x), width),
  },
  {
    name: 'shl by an unknown that is too much',
    written: ({ store, x, y, c, width }) => store.shl(x, store.or(y, c(width))),
    widths: [8, 16, 32, 64],
    expected: ({ c }) => c(0),
  },
  { name: 'shift of 0', written: ({ store, x, c }) => store.lshr(c(0), x), expected: ({ c }) => c(0) },
  {
    name: 'shift left and back (the low half)',
    written: ({ store, x, c, width }) => store.lshr(store.shl(x, c(width / 2)), c(width / 2)),
    widths: bytes,
    expected: ({ store, x, width }) => store.zeroExtend(store.extract(width / 2 - 1, 0, x), width),
  },
  {
    name: 'shift left and back, signed',
    written: ({ store, x, c, width }) => store.ashr(store.shl(x, c(width / 2)), c(width / 2)),
    widths: bytes,
    expected: ({ store, x, width }) => store.signExtend(store.extract(width / 2 - 1, 0, x), width),
  },
];
