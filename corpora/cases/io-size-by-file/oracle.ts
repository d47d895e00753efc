import {
  anyOf,
  factNumber,
  factsOf,
  factText,
  finding,
  itemsOf,
  mentions,
  quoteItems,
  workloadDid,
  type Finding,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Bucket, Fact } from '../../../ken/kernel/observation.ts';
import {
  describeBuckets,
  distributionReadings,
  eventsOf,
  labelOf,
  sumOfBuckets,
  type KeyedDistribution,
} from '../distributions-by-key.ts';

/** One reading of the output gives every file's sizes, and nothing for files that were neither read nor written. */
const oracle: Oracle = ({ observation, facts }) => {
  const accounts = factsOf(facts, 'io');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(accounts.length === 9 && decoys.length === 2, 'three files read and written, two that are not');
  const readings = distributionReadings(observation.records);
  const names = [...new Set(accounts.map((account) => factText(account, 'name')))];
  const alternatives = readings.flatMap(({ distributions }) =>
    groupings(distributions).map((group) => [
      ...names.flatMap((name) =>
        sizesOfFile(
          group,
          accounts.filter((account) => factText(account, 'name') === name),
        ),
      ),
      tellsSizesApart(group),
      ...decoys.map((decoy) => noSizes(group, factText(decoy, 'name'))),
    ]),
  );
  if (alternatives.length > 0) return anyOf(...alternatives);
  return [finding(false, 'a distribution of sizes is shown', quoteItems(itemsOf(observation).slice(-3)))];
};
export default oracle;

/** Everything together, or one map alone: a program may show other figures beside the answer. */
function groupings(all: readonly KeyedDistribution[]): KeyedDistribution[][] {
  const maps = [...new Set(all.map(({ map }) => map))];
  return [[...all], ...(maps.length > 1 ? maps.map((map) => all.filter((one) => one.map === map)) : [])];
}

function sizesOfFile(group: readonly KeyedDistribution[], accounts: readonly Fact[]): Finding[] {
  const [first] = accounts;
  if (!first) return [];
  const name = factText(first, 'name');
  const ofFile = group.filter((one) => mentions(labelOf(one), [name, factNumber(first, 'inode')]));
  const direction = (wanted: RegExp, other: RegExp): KeyedDistribution[] =>
    ofFile.filter((one) => wanted.test(labelOf(one).text) && !other.test(labelOf(one).text));
  const reads = direction(/read/i, /write/i);
  const writes = direction(/write/i, /read/i);
  return [
    showsSizes(ofFile, accounts, `sizes of all reads and writes of ${name}`),
    ...(reads.length > 0 ? [showsSizes(reads, operations(accounts, 'read'), `what is called reads of ${name}`)] : []),
    ...(writes.length > 0
      ? [showsSizes(writes, operations(accounts, 'write'), `what is called writes of ${name}`)]
      : []),
  ];
}

const operations = (accounts: readonly Fact[], operation: string): Fact[] =>
  accounts.filter((account) => factText(account, 'operation') === operation);

function showsSizes(shown: readonly KeyedDistribution[], accounts: readonly Fact[], what: string): Finding {
  const buckets = sumOfBuckets(shown);
  const expected = accounts.map((account) => `${factNumber(account, 'count')} of ${factNumber(account, 'size')} bytes`);
  return finding(
    [1, 1024].some((unit) => fits(buckets, accounts, unit)),
    `${what}: ${expected.join(', ')}`,
    `shown: ${describeBuckets(buckets)}`,
  );
}

/** Each bucket holds the calls whose size it covers. */
function fits(buckets: readonly Bucket[], accounts: readonly Fact[], unit: number): boolean {
  const total = accounts.reduce((sum, account) => sum + factNumber(account, 'count'), 0);
  const within = ({ min = -Infinity, max = Infinity }: Bucket): number =>
    accounts
      .filter((account) => {
        const size = Math.floor(factNumber(account, 'size') / unit);
        return size >= min && size <= max;
      })
      .reduce((sum, account) => sum + factNumber(account, 'count'), 0);
  return eventsOf(buckets) === total && buckets.every((bucket) => within(bucket) === bucket.count);
}

/** Buckets may be coarse, but a single one for everything is no distribution. */
function tellsSizesApart(group: readonly KeyedDistribution[]): Finding {
  const buckets = sumOfBuckets(group);
  return finding(buckets.length > 1, 'different sizes are told apart', describeBuckets(buckets));
}

function noSizes(group: readonly KeyedDistribution[], name: string): Finding {
  const shown = sumOfBuckets(group.filter((one) => mentions(labelOf(one), name)));
  return finding(eventsOf(shown) === 0, `${name} was neither read nor written`, describeBuckets(shown));
}
