import {
  factNumber,
  factsOf,
  factText,
  notReported,
  totalWithin,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { ownOutput } from '../own-output.ts';
import { ownRecords } from '../own-records.ts';

const oracle: Oracle = ({ observation, facts }) => {
  const timers = factsOf(facts, 'expired');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(timers.length === 4 && decoys.length === 4, 'timers of four processes expire, and four decoys');
  return [
    ...timers.map((fact) => {
      const pid = factNumber(fact, 'pid');
      const count = factNumber(fact, 'count');
      const claim = `${count} expiries of the timer of ${factText(fact, 'name')} are counted for process ${pid}`;
      // A timer may expire once more before it is switched off.
      return totalWithin(ownRecords(observation.records), claim, { min: count, max: count + 1 }, pid);
    }),
    ...decoys.map((fact) => {
      const name = factText(fact, 'name');
      const claim = `${name}, of which no interval timer expires, is not reported`;
      return notReported(ownOutput(observation), claim, [factNumber(fact, 'pid'), name]);
    }),
  ];
};
export default oracle;
