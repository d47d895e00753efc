import {
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  itemsWith,
  notReported,
  quoteItems,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { showsChange } from '../before-and-after.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** Each shortening once, with the file's name and both sizes in their places; no file that kept its size or grew. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const all = items(records);
  const shortened = factsOf(facts, 'shrunk');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(shortened.length === 4 && decoys.length === 5, 'four files shortened and five others');
  return [
    ...shortened.flatMap((fact) => {
      const [name, before, after] = [factText(fact, 'name'), factNumber(fact, 'before'), factNumber(fact, 'after')];
      const claim = `${name} from ${before} to ${after} bytes is reported once`;
      return [eachReportedOnce(records, claim, 1, name, before, after), sizesInOrder(all, name, before, after)];
    }),
    ...decoys.map((decoy) => {
      const name = factText(decoy, 'name');
      return notReported(all, `${name}, which is not made shorter, is not reported`, name);
    }),
  ];
};
export default oracle;

/** In raw bytes the fields have no names, so that any order is right. */
function sizesInOrder(all: readonly Item[], name: string, before: number, after: number): Finding {
  const shown = itemsWith(all, name, before, after).filter(({ text }) => text !== '');
  const wrong = shown.filter(({ text }) => !showsChange(text, spellings(before), spellings(after)));
  return finding(wrong.length === 0, `${before} is shown as the size before, ${after} after`, quoteItems(wrong));
}

const spellings = (size: number): string[] => [`${size}`, `0x${size.toString(16)}`, size.toString(16)];
