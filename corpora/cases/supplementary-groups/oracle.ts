import {
  factNumber,
  factsOf,
  factText,
  notReported,
  theFact,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownOutput } from '../own-output.ts';
import { ownRecords } from '../own-records.ts';

const oracle: Oracle = ({ observation, facts }) => {
  const calls = factsOf(facts, 'set');
  const dropped = factNumber(theFact(facts, 'dropped'), 'pid');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(calls.length === 3 && decoys.length === 4, 'three processes that set groups and four decoys');
  const records = ownRecords(observation.records);
  return [
    ...calls.map((fact) => {
      const [pid = 0, size = 0, first = 0, times = 0] = ['pid', 'size', 'first', 'times'].map((name) =>
        factNumber(fact, name),
      );
      const claim = `process ${pid} is reported ${times} times with ${size} groups, the first of them ${first}`;
      return eachReportedOnce(records, claim, times, pid, size, first);
    }),
    eachReportedOnce(records, `process ${dropped}, which sets an empty list, is reported once`, 1, dropped, 0),
    ...decoys.map((fact) => {
      const name = factText(fact, 'name');
      return notReported(ownOutput(observation), `${name} is not reported`, [factNumber(fact, 'pid'), name]);
    }),
  ];
};
export default oracle;
