import { factNumber, factsOf, items, notReported, workloadDid, type Oracle } from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** Each request for writable and executable memory once, with process, start and length; no other change of rights. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const all = items(records);
  const requests = factsOf(facts, 'wx');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(requests.length === 4 && decoys.length === 6, 'four requests and six decoys');
  return [
    ...requests.map((request) => {
      const [pid, start, length] = ['pid', 'start', 'length'].map((name) => factNumber(request, name));
      const claim = `the request of process ${pid} for ${length} bytes is reported once`;
      return eachReportedOnce(records, claim, 1, pid ?? 0, start ?? 0, [length ?? 0, factNumber(request, 'end')]);
    }),
    ...decoys.map((decoy) => {
      const rights = factNumber(decoy, 'rights');
      const claim = rights === 7 ? 'a mapping is not reported' : `mprotect() with rights ${rights} is not reported`;
      return notReported(all, claim, factNumber(decoy, 'pid'), factNumber(decoy, 'start'));
    }),
  ];
};
export default oracle;
