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
import { shownAsSource } from '../endpoint-order.ts';
import { ownRecords } from '../own-records.ts';

/** Each renaming once with its process, from the old name to the new one; no other change of an interface. */
const oracle: Oracle = ({ observation, facts }) => {
  const renames = factsOf(facts, 'rename');
  workloadDid(renames.length === 4, `four renamings, not ${renames.length}`);
  const decoy = theFact(facts, 'decoy');
  const all = items(ownRecords(observation.records));
  return [
    ...renames.map((rename) => reportedOnce(all, rename)),
    notReported(all, 'other changes are not reported', [factNumber(decoy, 'pid'), factText(decoy, 'actor')]),
    notReported(all, 'an interface that keeps its name is not reported', 'ken-still'),
  ];
};
export default oracle;

function reportedOnce(all: readonly Item[], rename: Fact): Finding {
  const [from, to, actor] = [factText(rename, 'from'), factText(rename, 'to'), factText(rename, 'actor')];
  const reports = itemsWith(all, [factNumber(rename, 'pid'), actor], from, to);
  return finding(
    reports.length === 1 && reports.every(({ text }) => isInOrder(text, from, to)),
    `the renaming of ${from} to ${to} by ${actor} is reported once, the old name as the old one`,
    `${reports.length} reports: ${quoteItems(reports.length > 0 ? reports : itemsWith(all, [from, to]))}`,
  );
}

/** By labels (`old=`, `new name:`), else the old name first. Raw bytes have no order that a reader sees. */
function isInOrder(text: string, from: string, to: string): boolean {
  if (text === '') return true;
  const place = (name: string): { at: number; length: number } => ({ at: text.indexOf(name), length: name.length });
  const label = (name: string): string =>
    /(old|new|previous|former)[ _-]?(?:name)?["']?[ \t]*[:=]?[ \t]*["']?$/i.exec(
      text.slice(0, text.indexOf(name)),
    )?.[1] ?? '';
  if (/new/i.test(label(to))) return true;
  if (/new/i.test(label(from)) || /old|prev|former/i.test(label(to))) return false;
  return /old|prev|former/i.test(label(from)) || shownAsSource(text, place(from), place(to));
}
