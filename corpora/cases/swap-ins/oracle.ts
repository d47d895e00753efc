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

/** Pages that the kernel may bring back beside those that the workload touches. */
const slack = 8;

/** The pages of each process that were read back are counted for it; swapping out and other faults are not. */
const oracle: Oracle = ({ observation, facts }) => {
  const swapIns = factsOf(facts, 'swapin').map((fact) => ({
    pid: factNumber(fact, 'pid'),
    pages: factNumber(fact, 'pages'),
  }));
  const decoys = factsOf(facts, 'decoy');
  workloadDid(decoys.length === 3, 'three processes without swap-ins');
  workloadDid(swapIns.length === 2 && swapIns.every(({ pages }) => pages > 200), 'two processes with swap-ins');
  const records = ownRecords(observation.records);
  const nameOf = (pid: number): string =>
    factsOf(facts, 'process')
      .filter((fact) => factNumber(fact, 'pid') === pid)
      .map((fact) => factText(fact, 'name'))[0] ?? '';
  return [
    ...swapIns.map(({ pid, pages }) =>
      totalWithin(
        records,
        `${pages} swap-ins of ${nameOf(pid)} (${pid}) are counted`,
        { min: pages, max: pages + slack },
        [pid, nameOf(pid)],
      ),
    ),
    ...decoys.map((decoy) => {
      const name = factText(decoy, 'name');
      const counted = totalsFor(records, [[factNumber(decoy, 'pid'), name]]).filter(({ total }) => total > slack);
      return finding(counted.length === 0, `${name} has no swap-ins`, describeReadings(counted));
    }),
  ];
};
export default oracle;
