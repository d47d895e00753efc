import {
  anyOf,
  factNumber,
  factsOf,
  finding,
  items,
  itemsWith,
  mentions,
  notReported,
  quoteItems,
  theFact,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact, OutputRecord } from '../../../ken/kernel/observation.ts';
import { describeBuckets, distributionReadings, eventsOf, labelOf, sumOfBuckets } from '../distributions-by-key.ts';
import { showsTime, spanIn, unitsAllowed, type Span } from '../latencies.ts';
import { ownRecords } from '../own-records.ts';

/** Every request is reported once with its issuer and its latency, in single reports or in a distribution by process. */
const oracle: Oracle = ({ observation, facts }) => {
  const issuers = factsOf(facts, 'io');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(issuers.length === 2 && decoys.length === 2, 'two processes that issue requests, two that compute');
  const idle = factNumber(theFact(facts, 'idle'), 'pid');
  const records = ownRecords(observation.records);
  const all = items(records);
  const single = [
    ...issuers.map((issuer) => reportedOnce(all, issuer)),
    ...decoys.map((decoy) => notBlamed(all, decoy, issuers.map(spanOf))),
    notReported(all, 'reads and writes of a file that needs no device are not reported', idle),
  ];
  return anyOf(single, ...distributionsByProcess(records, issuers));
};
export default oracle;

/** From the device's own delay to the longest call that the process saw. */
const spanOf = (issuer: Fact): Span => ({ min: factNumber(issuer, 'delay'), max: factNumber(issuer, 'longest') });

function reportedOnce(all: readonly Item[], issuer: Fact): Finding {
  const pid = factNumber(issuer, 'pid');
  const count = factNumber(issuer, 'count');
  const { min, max } = spanOf(issuer);
  const reports = timedReports(all, pid, { min, max });
  return finding(
    reports.length === count,
    `each of ${count} requests by process ${pid} is reported once with a latency of ${min} to ${max} ns`,
    `${reports.length} reports: ${quoteItems(reports)}; with the process id: ${quoteItems(itemsWith(all, pid))}`,
  );
}

/** The finest items that show the process and a time in the span; a map entry that is printed again is one report. */
function timedReports(all: readonly Item[], pid: number, span: Span): Item[] {
  const matches = (item: Item): boolean => mentions(item, pid) && showsTime(item, span);
  const found = all.filter((item) => matches(item) && !item.parts.some(matches));
  const entries = new Map(found.filter(({ kind }) => kind === 'map').map((item) => [idOf(item), item]));
  return [...found.filter(({ kind }) => kind !== 'map'), ...entries.values()];
}

function idOf({ records: [record], text, bytes }: Item): string {
  const key = record?.key ?? '';
  return `${record?.map ?? ''}[${key}] ${text} ${(bytes ?? []).map((part) => Buffer.from(part).toString('hex')).join(' ')}`;
}

function notBlamed(all: readonly Item[], decoy: Fact, spans: readonly Span[]): Finding {
  const pid = factNumber(decoy, 'pid');
  const reports = spans.flatMap((span) => timedReports(all, pid, span));
  return finding(reports.length === 0, `no request is given to process ${pid}, which issued none`, quoteItems(reports));
}

function distributionsByProcess(records: readonly OutputRecord[], issuers: readonly Fact[]): Finding[][] {
  return distributionReadings(records).map(({ distributions }) =>
    issuers.map((issuer) => {
      const pid = factNumber(issuer, 'pid');
      const count = factNumber(issuer, 'count');
      const own = distributions.filter((one) => mentions(labelOf(one), pid));
      const buckets = sumOfBuckets(own);
      const units = own[0] ? unitsAllowed(labelOf(own[0]).text) : [];
      const fits = units.some((unit) => {
        const span = spanIn(unit, spanOf(issuer));
        return buckets.every(({ min = 0, max = Infinity }) => min <= span.max && max >= span.min);
      });
      return finding(
        eventsOf(buckets) === count && fits,
        `the latencies of ${count} requests by process ${pid} are shown as a distribution`,
        describeBuckets(buckets),
      );
    }),
  );
}
