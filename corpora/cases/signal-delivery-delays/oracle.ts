import {
  anyOf,
  factNumber,
  factsOf,
  finding,
  items,
  mentions,
  quoteItems,
  theFact,
  workloadDid,
  type Finding,
  type Oracle,
  type Want,
} from '../../../harness/judge/toolbox.ts';
import type { Bucket } from '../../../ken/kernel/observation.ts';
import {
  describeBuckets,
  distributionReadings,
  eventsOf,
  labelOf,
  sumOfBuckets,
  type KeyedDistribution,
} from '../distributions-by-key.ts';

interface Delays {
  signal: number;
  times: number;
  milliseconds: number;
}

const oracle: Oracle = ({ observation, facts }) => {
  const delays = factsOf(facts, 'delays').map((fact): Delays => ({
    signal: factNumber(fact, 'signal'),
    times: factNumber(fact, 'times'),
    milliseconds: factNumber(fact, 'milliseconds'),
  }));
  const ignored = factNumber(theFact(facts, 'ignored'), 'signal');
  workloadDid(delays.length === 4, 'signals of three numbers, one of them taken late and at once');
  const signals = [...new Set(delays.map(({ signal }) => signal))];
  const alternatives = distributionReadings(observation.records).map(({ distributions }) => [
    ...signals.map((signal) => holds(of(distributions, signal), signal, delays)),
    finding(
      of(distributions, ignored).length === 0,
      `signal ${ignored}, which is ignored, does not appear`,
      describeBuckets(of(distributions, ignored)),
    ),
  ]);
  if (alternatives.length > 0) return anyOf(...alternatives);
  return [finding(false, 'histograms are shown', quoteItems(items(observation.records).slice(-3)))];
};
export default oracle;

/** Of all maps and keys that name the signal; the kernel's names, as people know them. */
function of(distributions: readonly KeyedDistribution[], signal: number): Bucket[] {
  const names: Record<number, string> = { 10: 'SIGUSR1', 12: 'SIGUSR2', 28: 'SIGWINCH' };
  const want: Want = [signal, names[signal] ?? signal];
  return sumOfBuckets(distributions.filter((one) => mentions(labelOf({ ...one, map: '' }), want)));
}

/** A delay of 0 ms may be a few in the guest; a long one ends late by some. Both ends in microseconds. */
function holds(buckets: readonly Bucket[], signal: number, delays: readonly Delays[]): Finding {
  const own = delays.filter((one) => one.signal === signal);
  const groups = own.map(({ times, milliseconds }) => ({
    times,
    min: milliseconds * 980,
    max: milliseconds * 1200 + 8000,
  }));
  const right = groups.every(
    ({ times, min, max }) =>
      eventsOf(buckets.filter((bucket) => (bucket.min ?? 0) <= max && (bucket.max ?? Infinity) >= min)) === times,
  );
  const all = own.reduce((sum, { times }) => sum + times, 0);
  const what = own.map(({ times, milliseconds }) => `${times} of ${milliseconds} ms`).join(' and ');
  return finding(
    right && eventsOf(buckets) === all,
    `the histogram of signal ${signal} holds ${what}, in microseconds, and nothing else`,
    describeBuckets(buckets),
  );
}
