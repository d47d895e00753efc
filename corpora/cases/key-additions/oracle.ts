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
  const additions = factsOf(facts, 'added');
  const decoy = theFact(facts, 'decoy');
  workloadDid(additions.length === 4, 'four keys are added');
  return [
    ...additions.map((fact) => {
      const pid = factNumber(fact, 'pid');
      const times = factNumber(fact, 'times');
      const [type = '', description = ''] = ['type', 'description'].map((name) => factText(fact, name));
      const claim = `the key ${description} of type ${type}, added by process ${pid}, is reported (${times} times)`;
      return eachReportedOnce(ownRecords(observation.records), claim, times, pid, type, description);
    }),
    notReported(ownOutput(observation), 'a process that uses keys but adds none is not reported', [
      factNumber(decoy, 'pid'),
      factText(decoy, 'name'),
    ]),
  ];
};
export default oracle;
