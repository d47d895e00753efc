import {
  describeReadings,
  factNumber,
  factsOf,
  finding,
  items,
  itemsWith,
  notReported,
  readingWithin,
  totalsFor,
  workloadDid,
  type Finding,
  type Oracle,
  type OracleInput,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { factBy } from '../actor-facts.ts';
import { spanIn, unitsAllowed } from '../latencies.ts';
import { ownRecords } from '../own-records.ts';

/** The total per process is the time that it spent in flock(); waiting for a record lock is not shown. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const waiters = factsOf(facts, 'waited');
  const decoy = factBy(facts, 'decoy', 'record');
  workloadDid(waiters.length === 2, `2 processes that wait, not ${waiters.length}`);
  for (const waiter of waiters) workloadDid(factNumber(waiter, 'total') > 100_000_000, 'waits of more than 100 ms');
  workloadDid(factNumber(decoy, 'total') > 100_000_000, 'a wait for a record lock');
  return [
    ...waiters.map((waiter) => totalShown(records, waiter)),
    notReported(items(records), 'a process that waits for a record lock is not shown', factNumber(decoy, 'pid')),
  ];
};
export default oracle;

/** The workload's clock reads stand around the call, so that the kernel's part is a little shorter. */
function totalShown(records: OracleInput['observation']['records'], waiter: Fact): Finding {
  const [pid, total] = [factNumber(waiter, 'pid'), factNumber(waiter, 'total')];
  const text = itemsWith(items(records), pid)
    .map((item) => item.text)
    .join(' ');
  const readings = totalsFor(records, [pid]).filter(({ how }) => how !== 'lines');
  const holds = unitsAllowed(text).some((unit) => {
    const { min, max } = spanIn(unit, { min: 0.96 * total, max: total });
    return readingWithin(readings, min, max) !== undefined;
  });
  const claim = `the calls of process ${pid} took ${Math.round(total / 1000)} microseconds together`;
  return finding(holds, claim, describeReadings(readings));
}
