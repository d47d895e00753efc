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
import { labelledNumbers } from '../labelled-number.ts';
import { ownRecords } from '../own-records.ts';

/** Each change with its process, the size asked for and the one given; no other command, no refusal shown as a success. */
const oracle: Oracle = ({ observation, facts }) => {
  const changes = factsOf(facts, 'change');
  workloadDid(changes.length === 5, 'five changes of capacity');
  const refused = theFact(facts, 'refused');
  const decoy = theFact(facts, 'decoy');
  const all = items(ownRecords(observation.records));
  return [
    ...changes.map((change) => reportedOnce(all, change)),
    refusedIsNoSuccess(all, refused),
    notReported(all, 'other commands are not reported', [factNumber(decoy, 'pid'), factText(decoy, 'actor')]),
  ];
};
export default oracle;

function reportedOnce(all: readonly Item[], change: Fact): Finding {
  const [asked, capacity] = [factNumber(change, 'asked'), factNumber(change, 'capacity')];
  const who = [factNumber(change, 'pid'), factText(change, 'actor')];
  const together = itemsWith(all, who, asked, capacity).length;
  const [ofRequest, ofResult] = [asked, capacity].map((size) => itemsWith(all, who, size));
  const apart = together === 0 && ofRequest?.length === 1 && ofResult?.length === 1;
  return finding(
    together === 1 || apart,
    `the change of a pipe by ${factText(change, 'actor')} from a request of ${asked} bytes to ${capacity} is reported once`,
    `${together} reports with both sizes; of the process: ${quoteItems(itemsWith(all, who))}`,
  );
}

/** A report of it shows the error: a negative number (16 is EBUSY) or a word. */
function refusedIsNoSuccess(all: readonly Item[], refused: Fact): Finding {
  const reports = itemsWith(all, [factNumber(refused, 'pid'), 'pipe-full'], factNumber(refused, 'asked'));
  const wrong = reports.filter(
    (report) =>
      !/fail|refus|error|ebusy/i.test(report.text) &&
      itemsWith([report], -16).length === 0 &&
      (labelledNumbers(report.text, /got|gets|capacity|new|now|result|->/).length > 0 ||
        (report.text.match(/\b9191\b/g) ?? []).length > 1),
  );
  return finding(
    wrong.length === 0,
    'a change that the kernel refuses does not look like a success',
    quoteItems(wrong),
  );
}
