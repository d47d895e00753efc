import {
  factNumber,
  factsOf,
  factText,
  items,
  notReported,
  workloadDid,
  type Oracle,
  type Want,
} from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** Each new mode with the bit once, with process, file and mode; no file that got another mode or was only created. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const marked = factsOf(facts, 'marked');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(marked.length === 3 && decoys.length === 5, 'three files with the bit and five without');
  return [
    ...marked.map((fact) => {
      const [pid, name, mode] = [factNumber(fact, 'pid'), factText(fact, 'name'), factNumber(fact, 'mode')];
      const claim = `mode 0${mode.toString(8)} of ${name} is reported once, with the process id ${pid}`;
      return eachReportedOnce(records, claim, 1, pid, name, spellings(mode));
    }),
    ...decoys.map((decoy) => {
      const name = factText(decoy, 'name');
      return notReported(items(records), `${name}, which does not get the bit by chmod, is not reported`, name);
    }),
  ];
};
export default oracle;

/** The mode as a number, or as octal or hexadecimal digits, with or without the type of a regular file (0100000). */
function spellings(mode: number): Want {
  const withType = mode | 0o100000;
  const octal = [mode, withType].map(
    (one) => new RegExp(`(?<![0-9a-zA-Z])(?:0o?)?0*${one.toString(8)}(?![0-9a-zA-Z])`),
  );
  const hex = [mode, withType].map((one) => new RegExp(`(?<![0-9a-z])(?:0x)?0*${one.toString(16)}(?![0-9a-z])`, 'i'));
  return [mode, withType, ...octal, ...hex];
}
