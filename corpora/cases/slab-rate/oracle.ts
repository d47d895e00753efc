import {
  factNumber,
  factsOf,
  factText,
  finding,
  intervalSeries,
  lines,
  mapPrints,
  mentions,
  quoteItems,
  quoteText,
  readingWithin,
  describeReadings,
  totalsFor,
  workloadDid,
} from '../../../harness/judge/toolbox.ts';
import type { Finding, Oracle, OracleInput } from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

type Records = OracleInput['observation']['records'];

/** A cache and what the workload allocates from it. */
interface Cache {
  name: string;
  objects: number;
  /** Factors by which a number of objects may be shown: 1, or a size in bytes. */
  units: number[];
}

/** Allocations by others, the guest's agent above all: every path in a system call needs an object of names_cache. */
const byOthers: Record<string, number> = { userfaultfd_ctx_cache: 20, names_cache: 6000 };

/**
 * Both caches by name, each allocation in one interval, the earlier burst in no later interval than the other. In BPF C
 * the sums are enough.
 */
const oracle: Oracle = ({ framework, observation, facts }) => {
  const caches = factsOf(facts, 'allocated').map(asCache);
  const [first, second] = caches;
  workloadDid(caches.length === 2, `two caches, not ${caches.length}`);
  if (!first || !second) return [];
  const records = ownRecords(observation.records);
  if (framework === 'libbpf') return caches.map((cache) => allocationsInSum(records, cache));
  return [
    ...caches.map((cache) => allocationsOnce(records, cache)),
    repeated(records, second),
    inOrder(records, first, second),
  ];
};
export default oracle;

const asCache = (fact: OracleInput['facts'][number]): Cache => ({
  name: factText(fact, 'cache'),
  objects: factNumber(fact, 'objects'),
  units: [1, factNumber(fact, 'object_size'), factNumber(fact, 'slab_size')],
});

const claimOf = ({ name, objects }: Cache): string =>
  `the allocation of ${objects} objects from ${name} is shown under that name`;

const isTotal = (total: number, { name, objects, units }: Cache): boolean =>
  units.some((unit) => total >= objects * unit && total <= (objects + (byOthers[name] ?? 0)) * unit);

function allocationsOnce(records: Records, cache: Cache): Finding {
  const series = intervalSeries(records, [cache.name]);
  const holds = series.some(({ values }) => isTotal(sumOf(values), cache));
  const seen = series.map(({ where, values }) => `${where}: ${values.slice(0, 24).join(' ')}`);
  const evidence = seen.length > 0 ? quoteText(seen.slice(0, 3).join('; ')) : quoteItems(lines(records).slice(-3));
  return finding(holds, `${claimOf(cache)}, each object in one interval`, evidence);
}

function allocationsInSum(records: Records, cache: Cache): Finding {
  const readings = totalsFor(records, [cache.name]);
  const [least, most] = [cache.objects, cache.objects + (byOthers[cache.name] ?? 0)];
  const holds = cache.units.some((unit) => readingWithin(readings, least * unit, most * unit) !== undefined);
  return finding(holds, claimOf(cache), describeReadings(readings));
}

/** A rate is shown again and again, not once at the end. */
function repeated(records: Records, cache: Cache): Finding {
  const prints = Math.max(0, ...[...countBy(mapPrints(records), ({ map }) => map).values()]);
  const printed = lines(records).filter(({ kind, text }) => kind !== 'map' && mentions({ ...empty, text }, cache.name));
  return finding(
    Math.max(prints, printed.length) > 1,
    'the caches are shown at a regular interval',
    `shown ${Math.max(prints, printed.length)} times: ${quoteItems(lines(records).slice(-3))}`,
  );
}

const empty = { kind: 'print' as const, records: [], parts: [] };

/** Allocations are shown when they happen: the objects that come first are freed last. */
function inOrder(records: Records, first: Cache, second: Cache): Finding {
  const [one, other] = [burst(records, first), burst(records, second)];
  return finding(
    one === undefined || other === undefined || one <= other,
    `${first.name} is allocated from before ${second.name}`,
    `record ${one ?? 0} shows the one, record ${other ?? 0} the other`,
  );
}

/** The moment at which the largest amount of a cache is shown. */
function burst(records: Records, cache: Cache): number | undefined {
  const amounts = records.map((record) => ({
    sequence: record.sequence,
    amount: Math.max(0, ...intervalSeries([record], [cache.name]).flatMap(({ values }) => values)),
  }));
  const most = Math.max(0, ...amounts.map(({ amount }) => amount));
  return most === 0 ? undefined : amounts.find(({ amount }) => amount === most)?.sequence;
}

function countBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return counts;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
