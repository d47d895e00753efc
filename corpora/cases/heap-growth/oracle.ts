import {
  describeReadings,
  factNumber,
  factsOf,
  finding,
  readingWithin,
  theFact,
  totalsFor,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

/** The exact net growth of each process; memory that another process maps is not shown. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const heaps = factsOf(facts, 'heap');
  const mapper = theFact(facts, 'mapper');
  workloadDid(heaps.length === 2, `2 processes that move their break, not ${heaps.length}`);
  const amountsFor = (pid: number) => totalsFor(records, [pid]).filter(({ how }) => how !== 'lines');
  return [
    ...heaps.map((heap) => {
      const [pid, net] = [factNumber(heap, 'pid'), factNumber(heap, 'net')];
      const amounts = amountsFor(pid);
      const claim = `the heap of process ${pid} grew by ${net} bytes`;
      return finding(readingWithin(amounts, net, net) !== undefined, claim, describeReadings(amounts));
    }),
    ...['mapped', 'kept'].map((name) => {
      const bytes = factNumber(mapper, name);
      const amounts = amountsFor(factNumber(mapper, 'pid'));
      const claim = `the ${bytes} bytes that another process ${name} with mmap() are not shown`;
      return finding(readingWithin(amounts, bytes, bytes) === undefined, claim, describeReadings(amounts));
    }),
  ];
};
export default oracle;
