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

/** Each request once under its process and type; neither other protocols nor a process that listens. */
const oracle: Oracle = ({ observation, facts }) => {
  const requests = factsOf(facts, 'requests');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(requests.length === 4 && decoys.length === 2, 'four kinds of requests, two decoys');
  const records = ownRecords(observation.records);
  const all = items(records);
  return [
    ...requests.map((request) => {
      const [actor, type] = [factText(request, 'actor'), factNumber(request, 'type')];
      const name = typeNames[type] ?? '';
      const claim = `each request of ${actor} with type ${type} (RTM_${name}) is counted once`;
      const wanted = [type, new RegExp(`(?<![a-z])(?:RTM_)?${name}(?![a-z])`, 'i')];
      return eachReportedOnce(
        records,
        claim,
        factNumber(request, 'times'),
        [factNumber(request, 'pid'), actor],
        wanted,
      );
    }),
    ...decoys.map((decoy) =>
      notReported(all, `a process with ${factText(decoy, 'kind')} netlink only is not reported`, [
        factNumber(decoy, 'pid'),
        decoyNames[factText(decoy, 'kind')] ?? '',
      ]),
    ),
  ];
};
export default oracle;

/** include/uapi/linux/rtnetlink.h */
const typeNames: Record<number, string> = { 18: 'GETLINK', 19: 'SETLINK', 22: 'GETADDR', 26: 'GETROUTE' };

const decoyNames: Record<string, string> = { generic: 'other-decoy', listener: 'listen-decoy' };
