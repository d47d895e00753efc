import {
  factNumber,
  factsOf,
  factText,
  notReported,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownOutput } from '../own-output.ts';
import { ownRecords } from '../own-records.ts';

const oracle: Oracle = ({ observation, facts }) => {
  const writes = factsOf(facts, 'written');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(writes.length === 4 && decoys.length === 2, 'four parameters are written, and two decoys');
  return [
    ...writes.map((fact) => {
      const pid = factNumber(fact, 'pid');
      const times = factNumber(fact, 'times');
      const parameter = factText(fact, 'name');
      const claim = `each of ${times} writes of ${parameter} by process ${pid} is reported once`;
      return eachReportedOnce(ownRecords(observation.records), claim, times, pid, parameter);
    }),
    ...decoys.map((fact) => {
      const name = factText(fact, 'name');
      const claim = `${name}, which writes no kernel parameter, is not reported`;
      return notReported(ownOutput(observation), claim, [factNumber(fact, 'pid'), name]);
    }),
  ];
};
export default oracle;
