import {
  describeReadings,
  factNumber,
  factsOf,
  factText,
  finding,
  totalsFor,
  totalWithin,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

/** A process that stays may be put on a CPU once, when it begins. */
const atBirth = 1;

const oracle: Oracle = ({ observation, facts }) => {
  const moved = factsOf(facts, 'moves');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(moved.length === 2 && decoys.length === 2, 'two processes that move and two that stay');
  const records = ownRecords(observation.records);
  return [
    ...moved.map((fact) => {
      const name = factText(fact, 'name');
      const count = factNumber(fact, 'count');
      const claim = `${count} migrations of ${name} are counted`;
      return totalWithin(records, claim, { min: count, max: count + atBirth }, [factNumber(fact, 'pid'), name]);
    }),
    ...decoys.map((fact) => {
      const name = factText(fact, 'name');
      const readings = totalsFor(records, [[factNumber(fact, 'pid'), name]]);
      const counters = readings.filter(({ where }) => !/ lines$/.test(where));
      const most = Math.max(0, ...counters.map(({ total }) => total));
      return finding(most <= atBirth, `${name}, which stays on its CPU, has no migrations`, describeReadings(counters));
    }),
  ];
};
export default oracle;
