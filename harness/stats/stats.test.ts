import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clusteredBootstrap, pairedBootstrapDifference, quantile } from './bootstrap.ts';
import { holm } from './holm.ts';
import { mcnemarExact } from './mcnemar.ts';
import { seededRandom } from './seeded-random.ts';
import { wilsonInterval } from './wilson.ts';

test.each([
  [8, 10, 0.4901624715, 0.9433178485],
  [0, 10, 0, 0.2775327998],
  [10, 10, 0.7224672002, 1],
  [12, 40, 0.1807484523, 0.4543001882],
  [1, 1, 0.2065493143, 1],
])('Wilson: %i of %i', (successes, total, low, high) => {
  const interval = wilsonInterval(successes, total);
  expect(interval?.low).toBeCloseTo(low, 6);
  expect(interval?.high).toBeCloseTo(high, 6);
});

test('Wilson: nothing to rate has no interval, nonsense is refused', () => {
  expect(wilsonInterval(0, 0)).toBeNull();
  expect(() => wilsonInterval(3, 2)).toThrow('3 of 2');
  expect(() => wilsonInterval(0.5, 2)).toThrow('0.5 of 2');
});

const counted = fc
  .tuple(fc.nat(2000), fc.nat(2000))
  .map(([a, b]) => ({ successes: Math.min(a, b), total: Math.max(a, b) }))
  .filter(({ total }) => total > 0);

test('Wilson: holds the rate, stays in [0, 1], mirrors, and narrows with more data', () => {
  fc.assert(
    fc.property(counted, ({ successes, total }) => {
      const one = wilsonInterval(successes, total);
      const mirrored = wilsonInterval(total - successes, total);
      const more = wilsonInterval(successes * 4, total * 4);
      if (!one || !mirrored || !more) throw new Error('no interval');
      expect(one.low).toBeGreaterThanOrEqual(0);
      expect(one.low).toBeLessThanOrEqual(successes / total);
      expect(one.high).toBeGreaterThanOrEqual(successes / total);
      expect(one.high).toBeLessThanOrEqual(1);
      expect(mirrored.low).toBeCloseTo(1 - one.high, 10);
      expect(more.high - more.low).toBeLessThan(one.high - one.low);
    }),
  );
});

test.each([
  [1, 9, 22 / 1024],
  [9, 1, 22 / 1024],
  [0, 5, 2 / 32],
  [3, 3, 1],
  [0, 0, 1],
  [0, 60, 2 ** -59],
  [2, 58, (2 * (1 + 60 + 1770)) / 2 ** 60],
  [0, 1000, 2 ** -999],
])('McNemar: %i against %i', (first, second, p) => {
  expect(mcnemarExact(first, second) / p).toBeCloseTo(1, 9);
});

test('McNemar: equals the sum of binomial terms in exact integers', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), (first, second) => {
      const total = first + second;
      let term = 1n;
      let sum = 1n;
      for (let index = 1; index <= Math.min(first, second); index += 1) {
        term = (term * BigInt(total - index + 1)) / BigInt(index);
        sum += term;
      }
      const exact = first === second ? 1 : Math.min(1, (Number(2n * sum) / 2 ** Math.min(total, 1000)) * 1);
      expect(mcnemarExact(first, second) / exact).toBeCloseTo(1, 8);
    }),
  );
});

test('Holm: golden, order kept, never below the raw value', () => {
  expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
  expect(holm([])).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
      holm(pValues).forEach((adjusted, index) => {
        expect(adjusted).toBeGreaterThanOrEqual(pValues[index] ?? 0);
        expect(adjusted).toBeLessThanOrEqual(1);
      });
    }),
  );
});

const items = [
  { successes: 10, total: 10 },
  { successes: 0, total: 10 },
  { successes: 5, total: 10 },
  { successes: 10, total: 10 },
];

test('bootstrap: repeatable by its seed, holds the estimate', () => {
  const one = clusteredBootstrap(items, { seed: 1 });
  expect(one).toEqual(clusteredBootstrap(items, { seed: 1 }));
  expect(one).toMatchObject({ value: 0.625, items: 4 });
  expect(one?.low).toBeLessThan(0.625);
  expect(one?.high).toBeGreaterThan(0.625);
});

test('bootstrap: another seed draws other resamples', () => {
  const many = Array.from({ length: 23 }, (_, index) => ({ successes: index, total: 23 }));
  expect(clusteredBootstrap(many, { seed: 1 })?.low).not.toBe(clusteredBootstrap(many, { seed: 2 })?.low);
});

test('bootstrap: repeats of few cases do not narrow the interval as independent trials would', () => {
  const clustered = clusteredBootstrap(items, { seed: 3 });
  const naive = wilsonInterval(25, 40);
  if (!clustered || !naive) throw new Error('no interval');
  expect(clustered.high - clustered.low).toBeGreaterThan(naive.high - naive.low);
});

test('bootstrap: covers the true rate about 95 times in 100', () => {
  const random = seededRandom(42);
  let covered = 0;
  for (let repeat = 0; repeat < 200; repeat += 1) {
    const sample = Array.from({ length: 60 }, () => ({ successes: random() < 0.4 ? 1 : 0, total: 1 }));
    const estimate = clusteredBootstrap(sample, { seed: repeat, resamples: 300 });
    if (estimate && estimate.low <= 0.4 && estimate.high >= 0.4) covered += 1;
  }
  expect(covered).toBeGreaterThan(178);
});

test('paired difference: equal systems differ by exactly 0, swapped systems by the opposite, unmatched items are out', () => {
  const pair = (first: number, second: number) => ({
    first: { successes: first, total: 10 },
    second: { successes: second, total: 10 },
  });
  expect(pairedBootstrapDifference([pair(3, 3), pair(9, 9)], { seed: 1 })).toEqual({
    value: 0,
    low: 0,
    high: 0,
    items: 2,
  });
  const there = pairedBootstrapDifference([pair(9, 1), pair(5, 4), pair(2, 6)], { seed: 1 });
  const back = pairedBootstrapDifference([pair(1, 9), pair(4, 5), pair(6, 2)], { seed: 1 });
  expect(there?.value).toBeCloseTo(5 / 30, 12);
  expect(back?.value).toBeCloseTo(-5 / 30, 12);
  expect(back?.low).toBeCloseTo(-(there?.high ?? 0), 12);
  expect(
    pairedBootstrapDifference([{ first: { successes: 0, total: 0 }, second: { successes: 1, total: 1 } }], { seed: 1 }),
  ).toBeNull();
  expect(clusteredBootstrap([], { seed: 1 })).toBeNull();
});

test('quantiles interpolate', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([7], 0.9)).toBe(7);
});
