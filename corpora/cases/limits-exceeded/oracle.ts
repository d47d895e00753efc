import {
  describeReadings,
  factNumber,
  factsOf,
  factText,
  finding,
  notReported,
  readingWithin,
  totalsFor,
  workloadDid,
  type Finding,
  type Oracle,
  type OracleInput,
} from '../../../harness/judge/toolbox.ts';
import { ownOutput } from '../own-output.ts';
import { ownRecords } from '../own-records.ts';

/** A refusal may be seen inside the kernel and again in the result, and mmap() asks twice whether there is room. */
const timesSeen = 3;

const oracle: Oracle = ({ observation, facts }) => {
  const processes = factsOf(facts, 'process');
  const refused = processes.filter((fact) => factNumber(fact, 'refused') > 0);
  workloadDid(processes.length === 4 && refused.length === 2, 'two processes that reach a limit, and two that do not');
  const all = ownOutput(observation);
  return [
    ...refused.map((fact) => refusals(ownRecords(observation.records), fact)),
    ...processes
      .filter((fact) => !refused.includes(fact))
      .map((fact) =>
        notReported(all, `${factText(fact, 'name')}, which reaches no limit, is not reported`, [
          factNumber(fact, 'pid'),
          factText(fact, 'name'),
        ]),
      ),
  ];
};
export default oracle;

function refusals(records: OracleInput['observation']['records'], fact: OracleInput['facts'][number]): Finding {
  const name = factText(fact, 'name');
  const times = factNumber(fact, 'refused');
  const readings = totalsFor(records, [[factNumber(fact, 'pid'), name]]);
  const reports = readings.find(({ how }) => how === 'lines')?.total ?? 0;
  const counted = readings.filter(({ how, where }) => how === 'lines' || reports <= 2 || !/ lines$/.test(where));
  return finding(
    readingWithin(counted, times, timesSeen * times) !== undefined,
    `each of ${times} refusals of ${name} is reported or counted`,
    describeReadings(counted),
  );
}
