import { seededRandom } from './seeded-random.ts';

/** Up to this many differences every pattern of signs is looked at. */
const mostEnumerated = 16;
const draws = 20_000;

/**
 * Two-sided sign-flip permutation test (Fisher 1935) on the differences of two systems, one for each case: the chance,
 * if both were equally good on every case, of a mean difference at least as far from 0. Right for means over trials,
 * where McNemar's test is not: repeats of one case are not independent. Exact up to 16 differences that are not 0, else
 * from 20,000 seeded draws. 1 when no case differs.
 */
export function signFlipTest(differences: readonly number[], seed: number): number {
  const moving = differences.filter((difference) => difference !== 0);
  // A hair less, so that rounding does not hide a pattern that is exactly as far from 0.
  const observed = Math.abs(sum(moving)) * (1 - 1e-12);
  if (moving.length === 0) return 1;
  if (moving.length <= mostEnumerated) {
    const patterns = 2 ** moving.length;
    let asFar = 0;
    for (let pattern = 0; pattern < patterns; pattern += 1) {
      const flipped = sum(moving.map((difference, bit) => ((pattern >> bit) & 1 ? -difference : difference)));
      if (Math.abs(flipped) >= observed) asFar += 1;
    }
    return asFar / patterns;
  }
  const random = seededRandom(seed);
  let asFar = 1;
  for (let draw = 0; draw < draws; draw += 1) {
    const flipped = sum(moving.map((difference) => (random() < 0.5 ? -difference : difference)));
    if (Math.abs(flipped) >= observed) asFar += 1;
  }
  return asFar / (draws + 1);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
