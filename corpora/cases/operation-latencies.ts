import {
  anyOf,
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  quoteItems,
  workloadDid,
  type Finding,
  type OracleInput,
} from '../../harness/judge/toolbox.ts';
import type { Bucket, Fact } from '../../ken/kernel/observation.ts';
import {
  describeBuckets,
  distributionReadings,
  eventsOf,
  labelOf,
  sumOfBuckets,
  type KeyedDistribution,
} from './distributions-by-key.ts';
import { spanIn, unitsAllowed, type TimeUnit } from './latencies.ts';

/** Calls of one operation whose latency lies between `min` and `max` nanoseconds. */
interface Calls {
  operation: string;
  count: number;
  min: number;
  max: number;
}

/**
 * Latencies of file operations as a distribution, if asked by power of two. The workload tells its calls as facts
 * `calls operation=read count=7 min=2000000 max=2400000`; the operations are read, write, open and fsync. A program shows
 * one distribution for each operation (then each must hold exactly the calls of its own; distributions of other
 * operations may stand beside them) or one for all of them.
 */
export function operationLatencies(
  { observation, facts }: OracleInput,
  { powersOfTwo }: { powersOfTwo: boolean },
): Finding[] {
  const calls = factsOf(facts, 'calls').map(asCalls);
  const operations = [...new Set(calls.map(({ operation }) => operation))];
  workloadDid(operations.length === 4, `four operations, not ${operations.join(', ')}`);
  const bounds = (buckets: readonly Bucket[]): Finding[] => (powersOfTwo ? [byPowerOfTwo(buckets)] : []);
  const alternatives = distributionReadings(observation.records).flatMap(({ distributions }) => {
    const named = distributions.filter((one) => operationOf(one) !== undefined);
    const maps = [...new Set(distributions.map(({ map }) => map))];
    const all = ['each operation', ...calls.map(describe)].join(', ');
    return [
      operations.flatMap((operation) => ofOperation(named, operation, calls, bounds)),
      ...maps.map((map) => {
        const buckets = sumOfBuckets(distributions.filter((one) => one.map === map));
        return named.length > 0
          ? [finding(false, `a distribution for ${all}`, describeBuckets(buckets))]
          : [holdsCalls(buckets, calls, map, 'all operations'), ...bounds(buckets)];
      }),
    ];
  });
  if (alternatives.length > 0) return anyOf(...alternatives);
  return [finding(false, 'a distribution of latencies is shown', quoteItems(items(observation.records).slice(-3)))];
}

const asCalls = (fact: Fact): Calls => ({
  operation: factText(fact, 'operation'),
  count: factNumber(fact, 'count'),
  min: factNumber(fact, 'min'),
  max: factNumber(fact, 'max'),
});

const describe = ({ operation, count, min, max }: Calls): string => `${count} ${operation} of ${min} to ${max} ns`;

/** One that names the file system's function or just the operation; several maps may hold the same operation. */
function ofOperation(
  named: readonly KeyedDistribution[],
  operation: string,
  calls: readonly Calls[],
  bounds: (buckets: readonly Bucket[]) => Finding[],
): Finding[] {
  const own = named.filter((one) => operationOf(one) === operation);
  const expected = calls.filter((one) => one.operation === operation);
  if (own.length === 0) return [finding(false, `a distribution is shown for ${operation}`, 'nothing is called so')];
  // Two layers of functions, each complete, are two answers; parts (by process) are one together.
  const together = sumOfBuckets(own);
  const eachComplete = own.every(({ buckets }) => eventsOf(buckets) === totalOf(expected));
  const shown = eachComplete ? own.map(({ buckets }) => buckets) : [together];
  return shown.flatMap((buckets) => [
    holdsCalls(buckets, expected, own.map((one) => labelOf(one).text).join(' '), operation),
    ...bounds(buckets),
  ]);
}

const totalOf = (calls: readonly Calls[]): number => calls.reduce((sum, { count }) => sum + count, 0);

function operationOf(one: KeyedDistribution): string | undefined {
  const text = labelOf(one).text.toLowerCase();
  const found = ['read', 'write', 'open', 'fsync'].filter((operation) => text.includes(operation));
  return found.length === 1 ? found[0] : undefined;
}

function holdsCalls(buckets: readonly Bucket[], calls: readonly Calls[], label: string, what: string): Finding {
  return finding(
    unitsAllowed(label).some((unit) => fits(buckets, calls, unit)),
    `the distribution of ${what} holds ${calls.map(describe).join(', ')}, and nothing else`,
    `${label}: ${describeBuckets(buckets)}`,
  );
}

/** Each bucket has calls that may lie in it, each group of calls has room in the buckets it reaches, the sum is right. */
function fits(buckets: readonly Bucket[], calls: readonly Calls[], unit: TimeUnit): boolean {
  const spans = calls.map((group) => ({ ...spanIn(unit, group), count: group.count }));
  const overlaps = (bucket: Bucket, span: { min: number; max: number }): boolean =>
    (bucket.min ?? 0) <= span.max && (bucket.max ?? Infinity) >= span.min;
  return (
    eventsOf(buckets) === totalOf(calls) &&
    buckets.every((bucket) => spans.some((span) => overlaps(bucket, span))) &&
    spans.every((span) => eventsOf(buckets.filter((bucket) => overlaps(bucket, span))) >= span.count)
  );
}

/** Bounds double from bucket to bucket: 1 to 1, 2 to 3, 4 to 7 and so on. */
function byPowerOfTwo(buckets: readonly Bucket[]): Finding {
  const fine = buckets.every(
    ({ min = 0, max = 0 }) => min <= 1 || (Number.isInteger(Math.log2(min)) && Math.abs(max + 1 - 2 * min) < 2),
  );
  return finding(fine, 'the buckets are powers of two', describeBuckets(buckets));
}
