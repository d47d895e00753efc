import { factNumber, factText, items, notReported, workloadDid } from '../../../harness/judge/toolbox.ts';
import type { Oracle, OracleInput } from '../../../harness/judge/toolbox.ts';
import { factBy } from '../actor-facts.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** Files opened by openat, and how often. The opens of `open-delta` (open, openat2, a failing one) may be missing; `open-slowly`
 * waits inside openat while the others open their files. */
const expectedTimes = { 'open-alpha': 23, 'open-beta': 29, 'open-gamma': 37, 'open-slowly': 1 };

/** Names that are used as paths and never opened. */
const neverOpened = ['decoy-stat', 'decoy-access', 'decoy-folder', 'decoy-renamed', 'decoy-link'];

const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const all = items(records);
  const opened = Object.entries(expectedTimes).map(([name, times]) => openedBy(facts, name, times));
  const [pathDecoy, inheritDecoy] = ['path-decoy', 'inherit-decoy'].map((name) => decoyNamed(facts, name));
  return [
    ...opened.flatMap(({ who, file, name, times }) => [
      eachReportedOnce(records, `each open of ${file} is reported once, with ${name} or its pid`, times, file, who),
      notReported(
        all,
        `the opens of ${file} are not said to be another process's`,
        file,
        opened.filter((other) => other.name !== name).flatMap((other) => other.who),
      ),
    ]),
    notReported(all, 'paths that are used without opening them are not reported', neverOpened, pathDecoy ?? []),
    notReported(all, 'reads and writes of an inherited file are not reported', 'inherited-c8y5', inheritDecoy ?? []),
  ];
};
export default oracle;

interface Opened {
  name: string;
  who: (number | string)[];
  file: string;
  times: number;
}

function openedBy(facts: OracleInput['facts'], name: string, times: number): Opened {
  const fact = factBy(facts, 'open', name);
  workloadDid(factNumber(fact, 'times') === times, `${times} opens by ${name}`);
  return { name, who: [factNumber(fact, 'pid'), name], file: factText(fact, 'file'), times };
}

function decoyNamed(facts: OracleInput['facts'], name: string): (number | string)[] {
  return [factNumber(factBy(facts, 'decoy', name), 'pid'), name];
}
