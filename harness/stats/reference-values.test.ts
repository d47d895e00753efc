/**
 * Values from the literature, to the digits that were printed there, and to 1e-9 as exact rational or 40-digit
 * arithmetic gives them for the same examples.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holm } from './holm.ts';
import { mcnemarExact } from './mcnemar.ts';
import { minimalDetectableDifference } from './minimal-difference.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { countOutcomes } from './outcome-counts.ts';
import { meanOverItems, passAtK, passHatK } from './pass-at-k.ts';
import { seededRandom } from './seeded-random.ts';
import { signFlipTest } from './sign-flip.ts';
import { wilsonInterval } from './wilson.ts';

const near = (actual: number | null | undefined, expected: number): void => {
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(1e-9);
};

describe('Wilson: Newcombe 1998, Statistics in Medicine 17, table I, method 3', () => {
  test.each([
    [81, 263, 0.2553, 0.3662, 0.255288519878274, 0.3662095769828],
    [15, 148, 0.0624, 0.1605, 0.062386399530736, 0.160487241723308],
    [0, 20, 0, 0.1611, 0, 0.161125158052819],
    [1, 29, 0.0061, 0.1718, 0.006113214292763, 0.171755218793203],
  ])('%i of %i', (successes, total, printedLow, printedHigh, low, high) => {
    const interval = wilsonInterval(successes, total);
    expect(interval?.low.toFixed(4)).toBe(printedLow.toFixed(4));
    expect(interval?.high.toFixed(4)).toBe(printedHigh.toFixed(4));
    near(interval?.low, low);
    near(interval?.high, high);
  });

  test("the paper's 32 of 40 and 12 of 40", () => {
    near(wilsonInterval(32, 40)?.low, 0.652426936536005);
    near(wilsonInterval(32, 40)?.high, 0.895000102745623);
    near(wilsonInterval(12, 40)?.low, 0.180748452297465);
    near(wilsonInterval(12, 40)?.high, 0.454300188181449);
  });
});

describe('exact McNemar', () => {
  test('Fay 2011 (exact2x2): 21 against 9 gives 0.04277', () => {
    expect(mcnemarExact(21, 9).toFixed(5)).toBe('0.04277');
    near(mcnemarExact(21, 9), 0.04277394525706768);
  });

  test.each([
    // The discordant pairs of Agresti's approval ratings (Categorical Data Analysis, table 10.1).
    [150, 86, 3.715936139571442e-5],
    [8, 1, 0.0390625],
    [33, 13, 0.004533861582189047],
    [59, 16, 6.114156572521502e-7],
  ])('%i against %i', (first, second, p) => {
    near(mcnemarExact(first, second) / p, 1);
  });
});

describe('Holm 1979', () => {
  test.each([
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    // R's p.adjust(..., "holm").
    [
      [0.01, 0.02, 0.03, 0.04, 0.05],
      [0.05, 0.08, 0.09, 0.09, 0.09],
    ],
    [
      [0.5, 0.9],
      [1, 1],
    ],
  ])('%j', (raw, adjusted) => {
    holm(raw).forEach((value, index) => near(value, adjusted[index] ?? NaN));
  });
});

describe('pass@k: Chen et al. 2021, equation 1', () => {
  test.each([
    [200, 37, 1, 0.185],
    [200, 37, 10, 0.8773745673794602],
    [200, 37, 100, 0.9999999999998803],
    [10, 3, 5, 11 / 12],
    [5, 0, 3, 0],
    [5, 3, 3, 1],
  ])('%i answers, %i right, k = %i', (total, successes, k, expected) => {
    near(passAtK({ successes, total }, k), expected);
  });

  test('with fewer answers than k it is unknown, never a number', () => {
    expect(passAtK({ successes: 2, total: 2 }, 3)).toBeNull();
    expect(passHatK({ successes: 2, total: 2 }, 3)).toBeNull();
    expect(meanOverItems([{ successes: 2, total: 2 }], (item) => passAtK(item, 3))).toBeNull();
    expect(meanOverItems([], (item) => passAtK(item, 1))).toBeNull();
  });

  test('is what drawing k of n gives, for every small n', () => {
    for (let total = 1; total <= 9; total += 1) {
      for (let successes = 0; successes <= total; successes += 1) {
        for (let k = 1; k <= total; k += 1) {
          const [any, all] = drawAll(total, successes, k);
          near(passAtK({ successes, total }, k), any);
          near(passHatK({ successes, total }, k), all);
        }
      }
    }
  });
});

test.each([
  [8, 6, 4, 15 / 70],
  [10, 9, 3, 0.7],
  [200, 150, 8, 0.09541392355933795],
])('pass^k (Yao et al. 2024): %i answers, %i right, k = %i', (total, successes, k, expected) => {
  near(passHatK({ successes, total }, k), expected);
});

test('normal distribution: quantiles to 1e-9, and the distribution function is their inverse', () => {
  const printed: [number, number][] = [
    [0.5, 0],
    [0.8, 0.8416212335729144],
    [0.9, 1.2815515655446008],
    [0.975, 1.9599639845400536],
    [0.995, 2.5758293035489],
    [0.999999, 4.753424308817089],
    [1e-8, -5.61200124417479],
  ];
  for (const [probability, quantile] of printed) near(normalQuantile(probability), quantile);
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (probability) => {
      near(normalCdf(normalQuantile(probability)), probability);
    }),
  );
});

describe('minimal detectable difference (Connor 1987)', () => {
  test.each([
    [40, 0.3, 0.2355406656021633],
    [167, 0.4, 0.13614636526425117],
    [1000, 0.2, 0.03957370661545266],
  ])('%i cases, %f discordant', (cases, discordance, expected) => {
    near(minimalDetectableDifference({ cases, discordance }), expected);
  });

  test('is found about 8 times in 10 by McNemar on simulated pairs', () => {
    const design = { cases: 200, discordance: 0.3 };
    const difference = minimalDetectableDifference(design) ?? NaN;
    const random = seededRandom(5);
    let found = 0;
    for (let repeat = 0; repeat < 400; repeat += 1) {
      let [first, second] = [0, 0];
      for (let index = 0; index < design.cases; index += 1) {
        const draw = random();
        if (draw < (design.discordance + difference) / 2) first += 1;
        else if (draw < design.discordance) second += 1;
      }
      if (mcnemarExact(first, second) < 0.05) found += 1;
    }
    // The exact test is somewhat cautious.
    expect(found / 400).toBeGreaterThan(0.68);
    expect(found / 400).toBeLessThan(0.87);
  });

  test('repeats help as far as the difference is chance', () => {
    const of = (trials: number, repeatable: number) =>
      minimalDetectableDifference({ cases: 100, trials, discordance: 0.3, repeatable }) ?? NaN;
    near(of(10, 1), of(1, 1));
    near(of(1, 0.2), of(1, 0.9));
    expect(of(10, 0.5)).toBeLessThan(of(2, 0.5));
    expect(of(10, 0)).toBeLessThan(of(1, 0) / 3);
  });

  test('too few cases detect nothing', () => {
    expect(minimalDetectableDifference({ cases: 3, discordance: 0.3 })).toBeNull();
    expect(minimalDetectableDifference({ cases: 100, discordance: 0 })).toBeNull();
    expect(() => minimalDetectableDifference({ cases: 0, discordance: 0.1 })).toThrow(RangeError);
  });
});

describe('sign-flip test', () => {
  test('of whole differences is the exact McNemar test', () => {
    for (const [first, second] of [
      [5, 1],
      [9, 2],
      [7, 7],
      [1, 0],
    ] as const) {
      const differences = [...new Array<number>(first).fill(1), ...new Array<number>(second).fill(-1), 0, 0, 0];
      near(signFlipTest(differences, 1), mcnemarExact(first, second));
    }
  });

  test('by draws comes near the exact value, and is repeatable', () => {
    const differences = [...new Array<number>(18).fill(1), ...new Array<number>(6).fill(-1)];
    expect(Math.abs(signFlipTest(differences, 3) - mcnemarExact(18, 6))).toBeLessThan(0.005);
    expect(signFlipTest(differences, 3)).toBe(signFlipTest(differences, 3));
    expect(signFlipTest([0, 0], 1)).toBe(1);
  });

  test("Fisher's example (Darwin's maize, The Design of Experiments 1935): 863 of 32,768 signs on one side", () => {
    const eighths = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    near(signFlipTest(eighths, 1), (2 * 863) / 32768);
  });
});

test('outcomes are counted apart, and a share says of how many', () => {
  expect(countOutcomes(['A', 'A', 'FP', 'FN', 'unjudged', 'error', 'error'])).toMatchObject({
    A: 2,
    FP: 1,
    FN: 1,
    unjudged: 1,
    error: 2,
    cells: 7,
    decided: 4,
    accuracy: { value: 0.5 },
  });
  expect(countOutcomes(['unjudged', 'error'])).toMatchObject({ decided: 0, accuracy: null });
});

/** Shares of all sets of k of the answers that hold one right answer, and that hold only right ones. */
function drawAll(total: number, successes: number, k: number): [number, number] {
  let [sets, any, all] = [0, 0, 0];
  for (let mask = 0; mask < 2 ** total; mask += 1) {
    const drawn = Array.from({ length: total }, (_, index) => index).filter((index) => (mask >> index) & 1);
    if (drawn.length !== k) continue;
    const right = drawn.filter((index) => index < successes).length;
    sets += 1;
    if (right > 0) any += 1;
    if (right === k) all += 1;
  }
  return [any / sets, all / sets];
}
