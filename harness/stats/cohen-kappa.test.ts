import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cohenKappa } from './cohen-kappa.ts';

test.each([
  // Cohen 1960, table 1: 200 patients, 3 classes.
  {
    table: [
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ],
    observed: 0.7,
    expected: 0.41,
    kappa: 29 / 59,
  },
  // Fleiss, Levin, Paik: Statistical Methods for Rates and Proportions (2003), table 18.1.
  {
    table: [
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ],
    observed: 0.89,
    expected: 0.66,
    kappa: 0.23 / 0.34,
  },
  {
    table: [
      [20, 5],
      [10, 15],
    ],
    observed: 0.7,
    expected: 0.5,
    kappa: 0.4,
  },
  {
    table: [
      [0, 5],
      [5, 0],
    ],
    observed: 0,
    expected: 0.5,
    kappa: -1,
  },
])('reference values: $kappa', ({ table, observed, expected, kappa }) => {
  const found = cohenKappa(pairsOf(table));
  expect(found?.observed).toBeCloseTo(observed, 12);
  expect(found?.expected).toBeCloseTo(expected, 12);
  expect(found?.kappa).toBeCloseTo(kappa, 12);
});

test('no pairs say nothing, and one single label says nothing either', () => {
  expect(cohenKappa([])).toBeNull();
  expect(
    cohenKappa([
      ['correct', 'correct'],
      ['correct', 'correct'],
    ]),
  ).toMatchObject({ observed: 1, kappa: null });
});

test('it is symmetric, at most 1, and 1 only without a disagreement', () => {
  const label = fc.constantFrom('correct', 'incorrect', 'ambiguous');
  fc.assert(
    fc.property(fc.array(fc.tuple(label, label), { minLength: 1 }), (pairs) => {
      const kappa = cohenKappa(pairs)?.kappa ?? null;
      const mirrored = cohenKappa(pairs.map(([first, second]) => [second, first] as const))?.kappa ?? null;
      expect(mirrored).toBe(kappa);
      if (kappa === null) return;
      expect(kappa).toBeLessThanOrEqual(1);
      expect(kappa === 1).toBe(pairs.every(([first, second]) => first === second));
    }),
  );
});

function pairsOf(table: readonly (readonly number[])[]): [string, string][] {
  return table.flatMap((row, first) =>
    row.flatMap((count, second) =>
      Array.from({ length: count }, (): [string, string] => [String(first), String(second)]),
    ),
  );
}
