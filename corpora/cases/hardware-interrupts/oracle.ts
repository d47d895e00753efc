import {
  factNumber,
  factsOf,
  finding,
  theFact,
  workloadDid,
  type Finding,
  type Oracle,
  type OracleInput,
} from '../../../harness/judge/toolbox.ts';
import { about, amountsPerInterval, describeAmounts, showsTwoBursts } from '../interval-amounts.ts';

interface Source {
  name: 'mouse' | 'serial';
  irq: number;
  handler: string;
}

/** No processor has these numbers, and no soft interrupt but one. */
const sources: readonly Source[] = [
  { name: 'mouse', irq: 12, handler: 'i8042' },
  { name: 'serial', irq: 4, handler: 'ttyS0' },
];

/** For each of two devices, the interrupts of two bursts in two intervals, as the kernel counted them. */
const oracle: Oracle = ({ observation, facts }) => {
  workloadDid(factNumber(theFact(facts, 'soft'), 'packets') > 1000, 'soft interrupts');
  return sources.map((source) => ratesOf(observation.records, facts, source));
};
export default oracle;

function ratesOf(records: OracleInput['observation']['records'], facts: OracleInput['facts'], source: Source): Finding {
  const [first = 0, second = 0, ...more] = factsOf(facts, 'burst').map((burst) => factNumber(burst, source.name));
  workloadDid(first > 100 && second > 100 && more.length === 0, `two bursts of interrupts of the ${source.name}`);
  const series = amountsPerInterval(records, [[source.irq, source.handler]]);
  return finding(
    series.some(({ values }) => showsTwoBursts(values, about(first), about(second))),
    `two bursts, ${first} and ${second} interrupts of ${source.handler} (IRQ ${source.irq}), are shown in their intervals`,
    describeAmounts(series),
  );
}
