import {
  factNumber,
  factsOf,
  factText,
  finding,
  workloadDid,
  type Finding,
  type Oracle,
  type OracleInput,
  type Want,
} from '../../../harness/judge/toolbox.ts';
import { amountsPerInterval, describeAmounts, showsTwoBursts, type AmountRange } from '../interval-amounts.ts';
import { ownRecords } from '../own-records.ts';

/** Two bursts in their intervals, once by process and once by system call; a table of both serves for both. */
const oracle: Oracle = ({ observation, facts }) => {
  const calls = factsOf(facts, 'calls');
  workloadDid(calls.length === 3, 'three processes with calls of their own');
  const records = ownRecords(observation.records);
  return calls.flatMap((fact) => {
    const name = factText(fact, 'name');
    const number = factNumber(fact, 'number');
    return [
      bursts(records, fact, `of ${name}`, [factNumber(fact, 'pid'), name]),
      bursts(records, fact, `of system call ${number}`, [number, callName(number)]),
    ];
  });
};
export default oracle;

function bursts(
  records: OracleInput['observation']['records'],
  fact: OracleInput['facts'][number],
  what: string,
  key: Want,
): Finding {
  const [first, second] = [factNumber(fact, 'first'), factNumber(fact, 'second')];
  const series = amountsPerInterval(records, [key]);
  return finding(
    series.some(({ values }) => showsTwoBursts(values, about(first), about(second))),
    `${first} and later ${second} calls ${what} are counted in their intervals`,
    describeAmounts(series),
  );
}

/** A process makes some other calls too: to start, to wait, to make a thread. */
const about = (calls: number): AmountRange => ({ min: 0.97 * calls, max: 1.03 * calls + 60 });

/** `umask`, `sys_umask`, `__x64_sys_umask`, `tracepoint:syscalls:sys_enter_umask`. */
function callName(number: number): RegExp {
  return new RegExp(`(?<![a-z])(?:__x64_)?(?:sys_)?(?:enter_|exit_)?${names[number] ?? 'no such call'}(?![a-z])`);
}

const names: Record<number, string> = { 95: 'umask', 110: 'getppid', 124: 'getsid' };
