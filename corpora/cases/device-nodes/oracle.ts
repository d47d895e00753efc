import {
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  itemsWith,
  mentions,
  notReported,
  quoteItems,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
  type Want,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** Each device node once, with process, name, kind, major and minor number; no node of another kind. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const all = items(records);
  const nodes = factsOf(facts, 'node');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(nodes.length === 3 && decoys.length === 4, 'three device nodes and four others');
  return [
    ...nodes.flatMap((node) => {
      const [pid, major, minor] = ['pid', 'major', 'minor'].map((field) => factNumber(node, field));
      const [name, kind] = [factText(node, 'name'), factText(node, 'kind')];
      const claim = `${kind} device ${name} ${major}:${minor} is reported once, with the process id ${pid}`;
      return [eachReportedOnce(records, claim, 1, pid ?? 0, name, major ?? 0, minor ?? 0), kindShown(all, node)];
    }),
    ...decoys.map((decoy) => {
      const name = factText(decoy, 'name');
      return notReported(all, `${name}, which is no device, is not reported`, name);
    }),
  ];
};
export default oracle;

const words: Record<string, RegExp> = {
  char: /(?<![a-z])(?:char(?:acter)?(?:[-_ ]?dev(?:ice)?)?|chr|chrdev|c|S_IFCHR)(?![a-z])/i,
  block: /(?<![a-z])(?:block(?:[-_ ]?dev(?:ice)?)?|blk|blkdev|b|S_IFBLK)(?![a-z])/i,
};
const types: Record<string, number> = { char: 0o020000, block: 0o060000 };

/** A word, or the mode (with or without permissions) as a number or in octal digits; not the word of the other kind. */
function kindShown(all: readonly Item[], node: Fact): Finding {
  const [name, kind, mode] = [factText(node, 'name'), factText(node, 'kind'), factNumber(node, 'mode')];
  const other = kind === 'char' ? 'block' : 'char';
  const [right, wrong] = [kind, other].map((one): Want => {
    const numbers = [types[one] ?? 0, (types[one] ?? 0) | (mode & 0o7777), (types[one] ?? 0) >> 12];
    const octal = numbers.slice(0, 2).map((number) => new RegExp(`(?<![0-9a-z])0*${number.toString(8)}(?![0-9a-z])`));
    return [words[one] ?? one, ...numbers, ...octal];
  });
  const shown = itemsWith(all, name);
  const holds = shown.length > 0 && shown.every((item) => mentions(item, right ?? '') && !mentions(item, wrong ?? ''));
  return finding(holds, `${name} is shown as a ${kind} device`, quoteItems(shown));
}
