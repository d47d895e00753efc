import { normalQuantile } from './normal.ts';

export interface ComparisonDesign {
  /** Items that both systems answer. */
  cases: number;
  /** Independent repeats of each; default 1. */
  trials?: number;
  /** Share of cells on which the two systems differ, in one trial: a guess, or as observed. */
  discordance: number;
  /**
   * How much of the difference between two systems on one case comes back in every trial: 0 (only chance) to 1 (always
   * the same, so that repeats tell nothing new). Default 0.5.
   */
  repeatable?: number;
  /** Two-sided; default 0.05. */
  significance?: number;
  /** Chance to find a difference of this size; default 0.8. */
  power?: number;
}

/**
 * The smallest difference of two rates that a paired comparison of this size finds with the power asked for, as a
 * fraction of 1: Connor's formula for McNemar's test (Biometrics 43, 1987), solved for the difference. With repeats the
 * part of the variance that is chance shrinks with their number. Null when even a difference as large as all discordant
 * cells would be missed.
 */
export function minimalDetectableDifference({
  cases,
  trials = 1,
  discordance,
  repeatable = 0.5,
  significance = 0.05,
  power = 0.8,
}: ComparisonDesign): number | null {
  for (const count of [cases, trials]) {
    if (!Number.isInteger(count) || count < 1) throw new RangeError(`${count} is not a number of repeats`);
  }
  for (const share of [discordance, repeatable]) {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`${share} is not a share`);
  }
  const variance = discordance * (repeatable + (1 - repeatable) / trials);
  const [alpha, beta] = [normalQuantile(1 - significance / 2), normalQuantile(power)];
  const isFound = (difference: number): boolean => {
    const spread = alpha * Math.sqrt(variance) + beta * Math.sqrt(Math.max(0, variance - difference ** 2));
    return difference * Math.sqrt(cases) >= spread;
  };
  // No difference of two rates is larger than the share of cells on which they differ.
  let [missed, found] = [0, discordance];
  if (discordance === 0 || !isFound(found)) return null;
  for (let round = 0; round < 100; round += 1) {
    const middle = (missed + found) / 2;
    if (isFound(middle)) found = middle;
    else missed = middle;
  }
  return found;
}
