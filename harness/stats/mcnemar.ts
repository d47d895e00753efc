/**
 * Exact two-sided McNemar test on paired yes/no results: the chance, if both systems were equally good, of a split of
 * the discordant pairs at least as uneven as `onlyFirst` against `onlySecond`. Computed in log space, so that tiny
 * p-values are right instead of 0. 1 when no pair is discordant.
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  for (const count of [onlyFirst, onlySecond]) {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`${count} is not a count`);
  }
  const total = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  if (onlyFirst === onlySecond) return 1;
  let logTerm = -total * Math.LN2; // log of C(total, 0) / 2^total
  let logSum = logTerm;
  for (let index = 1; index <= fewer; index += 1) {
    logTerm += Math.log(total - index + 1) - Math.log(index);
    logSum = logTerm + Math.log1p(Math.exp(logSum - logTerm));
  }
  return Math.min(1, Math.exp(logSum + Math.LN2));
}
