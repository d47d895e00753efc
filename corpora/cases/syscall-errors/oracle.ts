import {
  factNumber,
  factsOf,
  factText,
  finding,
  notReported,
  theFact,
  workloadDid,
  type Finding,
  type Oracle,
  type OracleInput,
  type Want,
} from '../../../harness/judge/toolbox.ts';
import { about, amountsPerInterval, describeAmounts, showsTwoBursts } from '../interval-amounts.ts';
import { ownOutput } from '../own-output.ts';
import { ownRecords } from '../own-records.ts';

/** For ENOENT and EACCES: the failures of one process in two bursts, in their intervals. */
const oracle: Oracle = ({ observation, facts }) => {
  const errors = factsOf(facts, 'errors');
  workloadDid(errors.length === 3, 'three processes with failing calls');
  const decoy = theFact(facts, 'decoy');
  return [
    ...errors
      .filter((fact) => factNumber(fact, 'code') in spellings)
      .map((fact) => rateOf(ownRecords(observation.records), fact)),
    notReported(ownOutput(observation), 'a process whose calls succeed is not reported', [
      factNumber(decoy, 'pid'),
      factText(decoy, 'name'),
    ]),
  ];
};
export default oracle;

function rateOf(records: OracleInput['observation']['records'], fact: OracleInput['facts'][number]): Finding {
  const [first, second] = [factNumber(fact, 'first'), factNumber(fact, 'second')];
  const code = factNumber(fact, 'code');
  const name = factText(fact, 'name');
  const series = amountsPerInterval(records, [[factNumber(fact, 'pid'), name], spellings[code] ?? code]);
  return finding(
    series.some(({ values }) => showsTwoBursts(values, about(first), about(second))),
    `${first} and later ${second} calls of ${name} that failed with code ${code} are counted in their intervals`,
    describeAmounts(series),
  );
}

/** The code as a number, as the call's result (also as an unsigned register), as a name and as strerror(3) has it. */
const spellings: Record<number, Want> = {
  2: [2, -2, 2 ** 32 - 2, 2n ** 64n - 2n, /\bENOENT\b/i, /no such file/i],
  13: [13, -13, 2 ** 32 - 13, 2n ** 64n - 13n, /\bEACCES\b/i, /permission denied/i],
};
