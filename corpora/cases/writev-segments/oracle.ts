import {
  anyOf,
  factNumber,
  factsOf,
  finding,
  itemsOf,
  quoteItems,
  theFact,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Bucket } from '../../../ken/kernel/observation.ts';
import { describeBuckets, distributionReadings, eventsOf, sumOfBuckets } from '../distributions-by-key.ts';

/** Each bucket holds exactly the calls whose number of segments it covers, and there is more than one bucket. */
const oracle: Oracle = ({ observation, facts }) => {
  const groups = factsOf(facts, 'gathered').map((fact) => ({
    segments: factNumber(fact, 'segments'),
    times: factNumber(fact, 'times'),
  }));
  workloadDid(groups.length === 5, `5 numbers of segments, not ${groups.length}`);
  workloadDid(factNumber(theFact(facts, 'decoy'), 'times') > 0, 'calls by another process');
  const total = groups.reduce((sum, { times }) => sum + times, 0);
  const judge = (buckets: readonly Bucket[]) => {
    const expected = ({ min = -Infinity, max = Infinity }: Bucket): number =>
      groups.filter(({ segments }) => segments >= min && segments <= max).reduce((sum, { times }) => sum + times, 0);
    const described = groups.map(({ segments, times }) => `${times} of ${segments}`).join(', ');
    return [
      finding(
        eventsOf(buckets) === total && buckets.every((bucket) => bucket.count === expected(bucket)),
        `the calls by number of segments: ${described}`,
        describeBuckets(buckets),
      ),
      finding(buckets.length >= 3, 'different numbers are told apart', describeBuckets(buckets)),
    ];
  };
  const readings = distributionReadings(observation.records).flatMap(({ distributions }) =>
    [...new Set(distributions.map(({ map }) => map))].map((map) =>
      sumOfBuckets(distributions.filter((one) => one.map === map)),
    ),
  );
  if (readings.length > 0) return anyOf(...readings.map(judge));
  return [finding(false, 'a distribution is shown', quoteItems(itemsOf(observation).slice(-3)))];
};
export default oracle;
