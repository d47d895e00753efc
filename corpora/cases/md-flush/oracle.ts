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

/** Each flush of the RAID device is reported once with its process; other writes and flushes are not. */
const oracle: Oracle = ({ observation, facts }) => {
  const flushes = factsOf(facts, 'flush');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(flushes.length === 2 && decoys.length === 2, 'two processes that flush a RAID device, two that do not');
  const records = ownRecords(observation.records);
  const all = items(records);
  return [
    ...flushes.map((flush) => {
      const [pid, name, count] = [factNumber(flush, 'pid'), factText(flush, 'name'), factNumber(flush, 'count')];
      return eachReportedOnce(
        records,
        `each of ${count} flushes by ${name} is reported with id and name`,
        count,
        pid,
        name,
      );
    }),
    ...decoys.map((decoy) => {
      const name = factText(decoy, 'name');
      return notReported(all, `${name}, which flushes no RAID device, is not reported`, [
        factNumber(decoy, 'pid'),
        name,
      ]);
    }),
  ];
};
export default oracle;
