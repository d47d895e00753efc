import {
  describeReadings,
  factNumber,
  factsOf,
  factText,
  finding,
  readingWithin,
  totalsFor,
  workloadDid,
  type Finding,
  type Oracle,
  type OracleInput,
  type Want,
} from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

type Records = OracleInput['observation']['records'];

/** Switches between the process's account of itself and its end. */
const atTheEnd = 5;

/** Smaller counts are not looked for: other numbers would fit, and there may be none at all. */
const fewest = 30;

const oracle: Oracle = ({ observation, facts }) => {
  const processes = factsOf(facts, 'switches').map((fact) => ({
    pid: factNumber(fact, 'pid'),
    name: factText(fact, 'name'),
    voluntary: factNumber(fact, 'voluntary'),
    involuntary: factNumber(fact, 'involuntary'),
  }));
  workloadDid(processes.length === 4, 'four processes');
  workloadDid(processes.filter(({ voluntary }) => voluntary > fewest).length >= 2, 'two processes that block');
  workloadDid(processes.filter(({ involuntary }) => involuntary > fewest).length >= 2, 'two processes that yield');
  const records = ownRecords(observation.records);
  return processes.flatMap(({ pid, name, voluntary, involuntary }) => [
    ...counted(records, `voluntary switches of ${name}`, voluntary, involuntary, [pid], voluntaryLabel),
    ...counted(records, `involuntary switches of ${name}`, involuntary, voluntary, [pid], involuntaryLabel),
  ]);
};
export default oracle;

const involuntaryLabel = /invol|in_vol|non[-_ ]?vol|nivcsw|preempt/i;
const voluntaryLabel = /(?<!in|non|non[-_ ]|in_)vol|nvcsw/i;

/** Some number for the process is right; a number under the label of this kind is not that of the other kind. */
function counted(
  records: Records,
  what: string,
  count: number,
  otherCount: number,
  who: readonly Want[],
  label: RegExp,
): Finding[] {
  if (count < fewest) return [];
  const all = totalsFor(records, who).filter(({ how }) => how !== 'lines');
  const labelled = totalsFor(
    records.filter(({ source }) => source === 'map'),
    [...who, label],
  ).filter(({ where }) => !where.includes('bytes+8'));
  const readings = [...labelled, ...all];
  const isOther = readingWithin(labelled, otherCount, otherCount + atTheEnd) !== undefined;
  const isRight = readingWithin(labelled, count, count + atTheEnd) !== undefined;
  return [
    finding(
      readingWithin(readings, count, count + atTheEnd) !== undefined,
      `${count} ${what} are counted`,
      describeReadings(readings),
    ),
    finding(isRight || !isOther, `the ${what} are called so`, describeReadings(labelled)),
  ];
}
