import { factNumber, factText, factsOf, items, notReported, workloadDid } from '../../../harness/judge/toolbox.ts';
import type { Oracle } from '../../../harness/judge/toolbox.ts';
import { factBy } from '../actor-facts.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** Calls of sync() per process; those of `sync-thread` come from a second thread. */
const expectedTimes = { 'sync-many': 13, 'sync-single': 1, 'sync-thread': 17 };

const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const all = items(records);
  const decoys = factsOf(facts, 'decoy');
  workloadDid(decoys.length === 5, `5 decoys, not ${decoys.length}`);
  return [
    ...Object.entries(expectedTimes).map(([name, times]) => {
      const fact = factBy(facts, 'sync', name);
      workloadDid(factNumber(fact, 'times') === times, `${times} calls by ${name}`);
      const pid = factNumber(fact, 'pid');
      const claim = `each call of sync() by ${name} is reported once with its process id ${pid}`;
      return eachReportedOnce(records, claim, times, pid);
    }),
    ...decoys.map((decoy) => {
      const call = factText(decoy, 'call');
      return notReported(all, `${call} is not reported`, [factNumber(decoy, 'pid'), `by-${call}`]);
    }),
  ];
};
export default oracle;
