import {
  anyOf,
  factNumber,
  factsOf,
  finding,
  items,
  itemsWith,
  mentions,
  notReported,
  numberColumns,
  quoteItems,
  theFact,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { describeBuckets, distributionReadings, eventsOf, labelOf, sumOfBuckets } from '../distributions-by-key.ts';
import { nanosecondsPer, unitsAllowed, type TimeUnit } from '../latencies.ts';
import { ownRecords } from '../own-records.ts';

/** The least part of the calls' whole time that their runs of compact_zone take; it is 0.9 and more. */
const leastShare = 0.7;

/** What one process asked for: runs of compact_zone, and the nanoseconds that its calls took. */
interface Compaction {
  pid: number;
  runs: number;
  total: number;
}

/** Every run in a process's context is shown once under its id, and the latencies add up to what the calls took. */
const oracle: Oracle = ({ observation, facts }) => {
  const compactions = factsOf(facts, 'compact').map(asCompaction);
  const decoy = factNumber(theFact(facts, 'decoy'), 'pid');
  workloadDid(
    compactions.length === 2 && compactions.every(({ runs, total }) => runs > 1 && total > 1_000_000),
    'two processes that compact memory for more than a millisecond',
  );
  const records = ownRecords(observation.records);
  const all = items(records);
  const idle = notReported(all, 'a process without compaction is not reported', decoy);
  return anyOf(
    [...compactions.map((compaction) => eachRun(all, compaction)), idle],
    ...distributionReadings(records).map(({ distributions }) => [
      ...compactions.map((compaction) => {
        const own = distributions.filter((one) => mentions(labelOf(one), compaction.pid));
        const buckets = sumOfBuckets(own);
        const units = unitsAllowed(own.map((one) => labelOf(one).text).join(' '));
        const least = buckets.reduce((sum, { min = 0, count }) => sum + min * count, 0);
        const most = buckets.reduce((sum, { max = Infinity, count }) => sum + (max + 1) * count, 0);
        const holds =
          eventsOf(buckets) === compaction.runs && units.some((unit) => addsUp(least, most, unit, compaction));
        return finding(holds, claim(compaction), describeBuckets(buckets));
      }),
      idle,
    ]),
  );
};
export default oracle;

const asCompaction = (fact: Fact): Compaction => ({
  pid: factNumber(fact, 'pid'),
  runs: factNumber(fact, 'runs'),
  total: factNumber(fact, 'total'),
});

const claim = ({ pid, runs, total }: Compaction): string =>
  `${runs} runs of compact_zone in process ${pid}, of ${total} ns or a little less together`;

/** Some number in the reports with the process id is the latency: there is one for each run, and the sum is right. */
function eachRun(all: readonly Item[], compaction: Compaction): Finding {
  const reports = itemsWith(all, compaction.pid).flatMap((item) => wholeLine(all, item));
  const holds = numberColumns([...new Set(reports)]).some(({ values }) => {
    const sum = values.reduce((before, value) => before + value, 0);
    const step = values.every(Number.isInteger) ? values.length : 0.01 * sum;
    const units = unitsAllowed(reports[0]?.text ?? '');
    return values.length === compaction.runs && units.some((unit) => addsUp(sum, sum + step, unit, compaction));
  });
  return finding(holds, claim(compaction), `${reports.length} reports: ${quoteItems(reports, 6)}`);
}

/** Several printf's may make one line: the id in one of them, the latency in another. */
function wholeLine(all: readonly Item[], item: Item): Item[] {
  const line = all.find(({ kind, parts }) => kind === 'line' && parts.includes(item));
  return [line ?? item];
}

/** Between `least` and `most` units lie in the span of the runs' whole time. */
const addsUp = (least: number, most: number, unit: TimeUnit, { total }: Compaction): boolean =>
  least * nanosecondsPer[unit] <= total && most * nanosecondsPer[unit] >= leastShare * total;
