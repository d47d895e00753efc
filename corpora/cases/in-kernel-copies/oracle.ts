import {
  factNumber,
  factsOf,
  items,
  notReported,
  theFact,
  totalWithin,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

/** The exact number of bytes that each process moved, and nothing of one that copies with read() and write(). */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const moved = factsOf(facts, 'moved');
  workloadDid(moved.length === 3, `3 processes that move data, not ${moved.length}`);
  const reader = factNumber(theFact(facts, 'decoy'), 'pid');
  return [
    ...moved.map((fact) => {
      const [pid, bytes] = [factNumber(fact, 'pid'), factNumber(fact, 'bytes')];
      return totalWithin(records, `process ${pid} moved ${bytes} bytes`, { min: bytes, max: bytes }, pid);
    }),
    notReported(items(records), 'a process that reads and writes is not shown', [reader, 'ken-reader']),
  ];
};
export default oracle;
