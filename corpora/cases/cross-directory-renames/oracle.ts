import {
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  itemsWith,
  notReported,
  quoteItems,
  theFact,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { showsChange } from '../before-and-after.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** Each move into another directory once, with its process, from the old name to the new one; no other rename. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const all = items(records);
  const moves = factsOf(facts, 'moved');
  workloadDid(moves.length === 4, `4 moves, not ${moves.length}`);
  theFact(facts, 'decoy');
  return [
    ...moves.flatMap((move) => {
      const [pid, old, next] = [factNumber(move, 'pid'), factText(move, 'old'), factText(move, 'new')];
      const claim = `the move of ${old} to ${next} is reported once, with the process id ${pid}`;
      return [eachReportedOnce(records, claim, 1, pid, old, next), namesInOrder(all, pid, old, next)];
    }),
    ...factsOf(facts, 'decoy').map((decoy) => {
      const claim = `${claimOf[factText(decoy, 'kind')] ?? 'a decoy'} is not reported`;
      return notReported(all, claim, [factNumber(decoy, 'pid'), ...namesOf(decoy)]);
    }),
  ];
};
export default oracle;

const claimOf: Record<string, string> = {
  within: 'a rename within one directory',
  failing: 'a move that fails',
  link: 'a hard link into another directory',
};

const namesOf = (decoy: Fact): string[] =>
  ['a', 'b', 'c', 'd'].slice(0, factNumber(decoy, 'names')).map((name) => factText(decoy, name));

/** In raw bytes the fields have no names, so that any order is right. */
function namesInOrder(all: readonly Item[], pid: number, old: string, next: string): Finding {
  const shown = itemsWith(all, pid, old, next).filter(({ text }) => text !== '');
  const wrong = old === next ? [] : shown.filter(({ text }) => !showsChange(text, [old], [next]));
  return finding(wrong.length === 0, `${old} is shown as the old name, ${next} as the new one`, quoteItems(wrong));
}
