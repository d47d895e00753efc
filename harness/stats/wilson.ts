export interface Interval {
  low: number;
  high: number;
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;

/**
 * Wilson score interval (1927) of a rate, as fractions of 1. Unlike the normal approximation it is never empty at 0 or
 * n successes and never leaves [0, 1]. Null when there is nothing to rate.
 */
export function wilsonInterval(successes: number, total: number, z = z95): Interval | null {
  if (!Number.isInteger(successes) || !Number.isInteger(total) || successes < 0 || successes > total) {
    throw new RangeError(`${successes} of ${total} is not a rate`);
  }
  if (total === 0) return null;
  const rate = successes / total;
  const squared = z * z;
  const centre = rate + squared / (2 * total);
  const half = z * Math.sqrt((rate * (1 - rate)) / total + squared / (4 * total * total));
  const scale = 1 + squared / total;
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - half) / scale),
    high: successes === total ? 1 : Math.min(1, (centre + half) / scale),
  };
}
