import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HashedEmbeddings } from './hashed-embeddings.ts';

const embeddings = new HashedEmbeddings(['Trace open calls', 'Trace close calls', 'Count page faults']);

test('every text with a word has length 1, the same on every call, and never NaN', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 80 }), async (text) => {
      const [vector, again] = [await embeddings.embedQuery(text), (await embeddings.embedDocuments([text]))[0]];
      const length = Math.hypot(...vector);
      expect(vector).toEqual(again);
      expect(Math.abs(length - 1) < 1e-9 || length === 0).toBe(true);
      if (/(?:^| )zebra/.test(text)) expect(length).toBeGreaterThan(0);
    }),
  );
});

test('a rare word weighs more than a common one', async () => {
  const [query, common, rare] = await embeddings.embedDocuments(['trace faults', 'trace zebra', 'faults zebra']);
  expect(dot(query, rare)).toBeGreaterThan(dot(query, common));
});

test('inflections and compounds of a word are near it, other words are not', async () => {
  const [open, opened, compound, other] = await embeddings.embedDocuments([
    'open',
    'opened',
    'sys_enter_open',
    'mutex',
  ]);
  expect(dot(open, opened)).toBeCloseTo(1, 9);
  expect(dot(open, compound)).toBeGreaterThan(0.3);
  expect(Math.abs(dot(open, other))).toBeLessThan(0.1);
});

test('golden vector: the embeddings are the same on every machine', async () => {
  const vector = await embeddings.embedQuery('open');
  const nonzero = [...vector.entries()].filter(([, value]) => value !== 0).map(([index]) => index);
  expect(nonzero).toMatchInlineSnapshot(`
    [
      1846,
      2283,
      2401,
      2829,
      2888,
      3304,
      3479,
      3501,
      3894,
      4020,
    ]
  `);
});

function dot(left: number[] = [], right: number[] = []): number {
  expect(left).toHaveLength(right.length);
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? Number.NaN), 0);
}
