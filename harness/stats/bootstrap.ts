import { seededRandom } from './seeded-random.ts';
import type { Interval } from './wilson.ts';

/** Results of one item (a case) over its trials. */
export interface ItemResult {
  successes: number;
  total: number;
}

export interface BootstrapOptions {
  seed: number;
  /** Number of resamples; default 2,000. */
  resamples?: number;
  /** Share of resamples inside the interval; default 0.95. */
  confidence?: number;
}

export interface Estimate extends Interval {
  value: number;
  /** Number of items. */
  items: number;
}

/**
 * Rate over all trials with a percentile bootstrap interval that resamples items, not trials: repeats of one case are
 * not independent, and treating them so would make the interval too narrow. Null without any result.
 */
export function clusteredBootstrap(items: readonly ItemResult[], options: BootstrapOptions): Estimate | null {
  const used = items.filter((item) => item.total > 0);
  return resampled(used, options, (sample) => {
    const total = sample.reduce((sum, item) => sum + item.total, 0);
    return sample.reduce((sum, item) => sum + item.successes, 0) / total;
  });
}

/** Results of two systems on the same item. */
export interface PairedItem {
  first: ItemResult;
  second: ItemResult;
}

/**
 * Difference of two systems' mean rates per item (first minus second) with a percentile bootstrap interval. Items that
 * one of the two has no result for are left out. Null when none is left.
 */
export function pairedBootstrapDifference(items: readonly PairedItem[], options: BootstrapOptions): Estimate | null {
  const differences = items
    .filter(({ first, second }) => first.total > 0 && second.total > 0)
    .map(({ first, second }) => first.successes / first.total - second.successes / second.total);
  return resampled(differences, options, (sample) => sample.reduce((sum, value) => sum + value, 0) / sample.length);
}

function resampled<Item>(
  items: readonly Item[],
  options: BootstrapOptions,
  statistic: (sample: readonly Item[]) => number,
): Estimate | null {
  if (items.length === 0) return null;
  const random = seededRandom(options.seed);
  const resamples = options.resamples ?? 2000;
  const values = Array.from({ length: resamples }, () =>
    statistic(items.map(() => items[Math.floor(random() * items.length)] as Item)),
  ).sort((a, b) => a - b);
  const tail = (1 - (options.confidence ?? 0.95)) / 2;
  return {
    value: statistic(items),
    low: quantile(values, tail),
    high: quantile(values, 1 - tail),
    items: items.length,
  };
}

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996); the values are sorted. */
export function quantile(sorted: readonly number[], probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('a quantile of nothing');
  return below + (above - below) * (position - Math.floor(position));
}
