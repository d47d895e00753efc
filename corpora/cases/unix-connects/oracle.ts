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

/** Each connect with its process and path; neither servers, nor sends, nor other families. */
const oracle: Oracle = ({ observation, facts }) => {
  const connects = factsOf(facts, 'connect');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(connects.length === 4 && factsOf(facts, 'refused').length === 1, 'five processes that connect');
  workloadDid(decoys.length === 4, `four decoys, not ${decoys.length}`);
  const records = ownRecords(observation.records);
  const all = items(records);
  return [
    ...connects.flatMap((connect) => {
      const path = factText(connect, 'path');
      const [pid, times] = [factNumber(connect, 'pid'), factNumber(connect, 'times')];
      const who = [pid, factText(connect, 'actor')];
      return eachReportedOnce(records, `each connect of process ${pid} to ${path} is reported once`, times, who, path);
    }),
    ...decoys.flatMap((decoy) => {
      const who = `the ${factText(decoy, 'kind')}, which connects to no UNIX path,`;
      const path = factText(decoy, 'path');
      return [
        notReported(all, `${who} is not reported`, factNumber(decoy, 'pid')),
        ...(path === '-' ? [] : [notReported(all, `${path} is not reported`, path)]),
      ];
    }),
  ];
};
export default oracle;
