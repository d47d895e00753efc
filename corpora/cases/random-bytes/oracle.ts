import {
  describeReadings,
  factNumber,
  factsOf,
  factText,
  finding,
  notReported,
  readingWithin,
  theFact,
  totalsFor,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { ownOutput } from '../own-output.ts';
import { ownRecords } from '../own-records.ts';

const oracle: Oracle = ({ observation, facts }) => {
  const sums = factsOf(facts, 'random');
  const decoy = theFact(facts, 'decoy');
  const failing = factNumber(theFact(facts, 'failing'), 'pid');
  workloadDid(sums.length === 3, 'three processes that get random bytes');
  const records = ownRecords(observation.records);
  const ofFailing = totalsFor(records, [failing]).filter(({ how, total }) => how !== 'lines' && total !== 0);
  return [
    ...sums.map((fact) => {
      const pid = factNumber(fact, 'pid');
      const bytes = factNumber(fact, 'bytes');
      const readings = totalsFor(records, [pid]);
      const claim = `${bytes} bytes are summed up for process ${pid}`;
      return finding(readingWithin(readings, bytes, bytes) !== undefined, claim, describeReadings(readings));
    }),
    notReported(ownOutput(observation), 'bytes read from /dev/urandom are not counted', [
      factNumber(decoy, 'pid'),
      factText(decoy, 'name'),
    ]),
    finding(ofFailing.length === 0, 'a process whose calls all fail gets nothing', describeReadings(ofFailing)),
  ];
};
export default oracle;
