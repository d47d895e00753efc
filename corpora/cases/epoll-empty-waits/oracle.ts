import {
  factNumber,
  factsOf,
  factText,
  items,
  notReported,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** Each process with the number of its waits that return 0; no process without such a wait. */
const oracle: Oracle = ({ observation, facts }) => {
  const waits = factsOf(facts, 'waits');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(waits.length === 5 && decoys.length === 2, 'five processes that wait by epoll, two decoys');
  const records = ownRecords(observation.records);
  const all = items(records);
  const [empty, ready] = [true, false].map((some) => waits.filter((fact) => factNumber(fact, 'empty') > 0 === some));
  return [
    ...(empty ?? []).map((fact) => {
      const [actor, times] = [factText(fact, 'actor'), factNumber(fact, 'empty')];
      const claim = `${times} empty waits of ${actor} are counted`;
      return eachReportedOnce(records, claim, times, [factNumber(fact, 'pid'), actor]);
    }),
    ...[...(ready ?? []), ...decoys].map((fact) => {
      const pid = factNumber(fact, 'pid');
      return notReported(all, `process ${pid}, which has no empty wait, is not reported`, [pid, names[pid] ?? '']);
    }),
  ];
};
export default oracle;

const names: Record<number, string> = { 24611: 'waits-ready', 24709: 'fail-decoy', 24809: 'poll-decoy' };
