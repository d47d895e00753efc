import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('names are sorted at every depth and nothing else changes', () => {
  expect(canonicalJson({ b: [2, { d: null, c: 'x' }], a: true })).toBe('{"a":true,"b":[2,{"c":"x","d":null}]}');
});

test('the text is independent of the order in which names were added', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
      const reversed = Object.fromEntries(Object.entries(record).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(record));
    }),
  );
});

test('the text is JSON that means the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('equal text means equal value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      if (canonicalJson(a) === canonicalJson(b)) {
        expect(JSON.parse(JSON.stringify(a))).toEqual(JSON.parse(JSON.stringify(b)));
      }
    }),
  );
});

test.each([
  ['NaN', { a: [Number.NaN] }, '$.a[0]'],
  ['infinity', Number.POSITIVE_INFINITY, '$'],
  ['undefined in an object', { a: undefined }, '$.a'],
  ['a hole in an array', { list: [1, undefined] }, '$.list[1]'],
  ['a date', { when: new Date(0) }, '$.when'],
  ['a map', new Map([[1, 2]]), '$'],
  ['a bigint', { n: 1n }, '$.n'],
])('%s is refused with its place', (_name, value, place) => {
  expect(() => canonicalJson(value)).toThrow(place);
});
