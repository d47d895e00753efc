import {
  factNumber,
  factsOf,
  factText,
  items,
  itemsWith,
  notReported,
  workloadDid,
} from '../../../harness/judge/toolbox.ts';
import type { Finding, Oracle, OracleInput, Want } from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** A process that makes the kernel compile programs, or does something similar. */
interface Actor {
  name: string;
  pid: number;
  programs: number;
}

/** Each compilation once: per process where processes are shown, else in total. */
const oracle: Oracle = ({ observation, facts }) => {
  const actors = actorsOf(facts, 'compiled');
  const decoys = actorsOf(facts, 'decoy');
  workloadDid(actors.length === 4 && decoys.length === 3, '4 processes that cause compilations and 3 that do not');
  const records = ownRecords(observation.records);
  const all = items(records);
  const everybody: Want = [...actors, ...decoys].flatMap(({ pid, name }) => [pid, name]);
  if (itemsWith(all, everybody).length > 0) {
    return [
      ...actors.map((actor) => compilations(records, title(actor), actor.programs, [actor.pid, actor.name])),
      ...decoys.map((decoy) =>
        notReported(all, `${title(decoy)} causes no compilation and is not reported`, [decoy.pid, decoy.name]),
      ),
    ];
  }
  const total = actors.reduce((sum, { programs }) => sum + programs, 0);
  return [compilations(records, 'the whole machine', total, anyEvent)];
};
export default oracle;

const actorsOf = (facts: OracleInput['facts'], event: string): Actor[] =>
  factsOf(facts, event).map((fact) => ({
    name: factText(fact, 'actor'),
    pid: factNumber(fact, 'pid'),
    programs: factNumber(fact, 'programs'),
  }));

const title = ({ name, pid }: Actor): string => `${name} (${pid})`;

const compilations = (
  records: OracleInput['observation']['records'],
  who: string,
  times: number,
  want: Want,
): Finding => eachReportedOnce(records, `each of ${times} compilations caused by ${who} is reported once`, times, want);

/** Whatever is no heading. */
const anyEvent = /^(?![^]*(?:tracing|ctrl-c))/i;
