import type { ItemResult } from './bootstrap.ts';

/**
 * Chance that at least one of k answers to an item is right, from `successes` of `total` answers: the unbiased estimate
 * 1 - C(n-c, k) / C(n, k) of Chen et al. 2021 ("Evaluating Large Language Models Trained on Code", equation 1), as a
 * product, so that nothing overflows. Null when there are fewer answers than k: it cannot be said.
 */
export function passAtK({ successes, total }: ItemResult, k: number): number | null {
  refuse(successes, total, k);
  if (total < k) return null;
  if (total - successes < k) return 1;
  let noneRight = 1;
  for (let index = total - successes + 1; index <= total; index += 1) noneRight *= 1 - k / index;
  return 1 - noneRight;
}

/**
 * Chance that all of k answers to an item are right: C(c, k) / C(n, k), the pass^k of Yao et al. 2024 (tau-bench). Null
 * when there are fewer answers than k.
 */
export function passHatK({ successes, total }: ItemResult, k: number): number | null {
  refuse(successes, total, k);
  if (total < k) return null;
  let allRight = 1;
  for (let index = 0; index < k; index += 1) allRight *= Math.max(0, successes - index) / (total - index);
  return allRight;
}

/** Mean over the items; null when there is none, or when one has too few answers. */
export function meanOverItems(items: readonly ItemResult[], rate: (item: ItemResult) => number | null): number | null {
  const values = items.map(rate);
  if (values.length === 0) return null;
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum / values.length;
}

function refuse(successes: number, total: number, k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a whole number from 1, not ${k}`);
  if (!Number.isInteger(successes) || !Number.isInteger(total) || successes < 0 || successes > total) {
    throw new RangeError(`${successes} of ${total} is not a rate`);
  }
}
