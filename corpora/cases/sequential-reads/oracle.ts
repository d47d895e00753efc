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
  totalsFor,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
  type OracleInput,
  type Want,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { ownRecords } from '../own-records.ts';

/** Both counts for each file; the first read of an open file may be in either, or in none. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const files = factsOf(facts, 'reads');
  workloadDid(files.length === 3, `3 files that are read, not ${files.length}`);
  const decoy = factText(theFact(facts, 'decoy'), 'name');
  return [
    ...files.flatMap((file) => countsShown(records, file)),
    notReported(items(records), 'a file that is only written is not shown', decoy),
  ];
};
export default oracle;

type Records = OracleInput['observation']['records'];

function countsShown(records: Records, file: Fact): Finding[] {
  const name = factText(file, 'name');
  const [first, sequential, scattered] = ['first', 'sequential', 'scattered'].map((field) => factNumber(file, field));
  const all = itemsWith(items(records), name);
  const shows = (min: number, wanted: RegExp, other: RegExp, what: string): Finding => {
    const choices = Array.from({ length: (first ?? 0) + 1 }, (_, index) => min + index);
    const claim = `${choices.join(' or ')} reads of ${name} are ${what}`;
    return finding(isCounted(records, all, name, choices, wanted, other), claim, quoteItems(all.slice(-4), 4));
  };
  return [
    shows(sequential ?? 0, sequentialLabel, scatteredLabel, 'sequential'),
    shows(scattered ?? 0, scatteredLabel, sequentialLabel, 'scattered'),
  ];
}

const sequentialLabel = /(?<!non[-_ ]?)(?:seq|in[-_ ]?order|contiguous|consecutive)/i;
const scatteredLabel = /non[-_ ]?seq|scatter|rand|jump|seek|elsewhere|not[-_ ]sequential/i;

/**
 * A counter under the file's name and a word for the kind; or an item that names both kinds or none and shows the number
 * (a row of a table, a value of two raw counters); or as many printed reads of the kind.
 */
function isCounted(
  records: Records,
  all: readonly Item[],
  name: string,
  choices: readonly number[],
  wanted: RegExp,
  other: RegExp,
): boolean {
  const onlyWanted: Want[] = [name, new RegExp(`^(?![^]*(?:${other.source}))[^]*(?:${wanted.source})`, 'i')];
  if (totalsFor(records, onlyWanted).some(({ total }) => choices.includes(total))) return true;
  const bytesWanted = all.filter(
    (item) => item.bytes?.some((part) => wanted.test(Buffer.from(part).toString('latin1'))) ?? false,
  );
  if (itemsWith(bytesWanted, choices).length > 0) return true;
  const undecided = all.filter(({ text }) => wanted.test(text) === other.test(text));
  return itemsWith(undecided, choices).length > 0;
}
