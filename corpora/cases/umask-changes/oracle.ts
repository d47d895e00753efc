import {
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  itemsWith,
  lines,
  mentions,
  notReported,
  quoteItems,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { showsChange } from '../before-and-after.ts';
import { ownRecords } from '../own-records.ts';

/** Each change once, with process, old and new mask; no call that changes nothing. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const changes = factsOf(facts, 'changed');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(changes.length === 4 && decoys.length === 2, 'four changes and two decoys');
  const all = items(records);
  const changers = [...new Set(changes.map((change) => factNumber(change, 'pid')))];
  return [
    ...changes.map((change) => isReportedOnce(all, change)),
    ...changers.map((pid) => nothingElse(lines(records), changes, pid)),
    ...decoys.map((decoy) => {
      const claim = factText(decoy, 'kind') === 'same' ? 'setting the same mask' : 'a change of file modes';
      return notReported(all, `${claim} is not reported`, factNumber(decoy, 'pid'));
    }),
  ];
};
export default oracle;

function isReportedOnce(all: readonly Item[], change: Fact): Finding {
  const [pid, before, after] = ['pid', 'before', 'after'].map((name) => factNumber(change, name));
  const ofProcess = itemsWith(all, pid ?? 0);
  const shown = ofProcess.filter((item) => showsMasks(item, before ?? 0, after ?? 0));
  const claim = `the change from ${octal(before ?? 0)} to ${octal(after ?? 0)} by process ${pid} is reported once`;
  return finding(shown.length === 1, claim, `${shown.length} reports; by the process: ${quoteItems(ofProcess)}`);
}

/** The process also sets the same mask again, which is no change: it has as many reports as changes. */
function nothingElse(visual: readonly Item[], changes: readonly Fact[], pid: number): Finding {
  const reports = visual.filter((item) => mentions(item, pid));
  const expected = changes.filter((change) => factNumber(change, 'pid') === pid);
  const same = reports.filter((item) =>
    expected.some((change) =>
      ['before', 'after'].some((name) => {
        const mask = factNumber(change, name);
        return item.text === '' ? twice(item, mask) : showsChange(item.text, spellings(mask), spellings(mask));
      }),
    ),
  );
  return finding(same.length === 0, `process ${pid} is not said to change a mask to itself`, quoteItems(same));
}

/** In raw bytes the fields have no names, so that any order is right. */
function showsMasks(item: Item, before: number, after: number): boolean {
  if (item.text !== '') return showsChange(item.text, spellings(before), spellings(after));
  return mentions(item, before) && mentions(item, after);
}

/** A record with one mask in two places. */
function twice(item: Item, mask: number): boolean {
  return (item.bytes ?? []).some((bytes) => {
    const view = Buffer.from(bytes);
    const values = Array.from({ length: bytes.length >> 2 }, (_, index) => view.readUInt32LE(index * 4));
    return values.filter((value) => value === mask).length > 1;
  });
}

const octal = (mask: number): string => `0${mask.toString(8)}`;

function spellings(mask: number): string[] {
  const [inOctal, inHex] = [mask.toString(8), mask.toString(16)];
  const padded = [2, 3, 4, 5].flatMap((width) => [inOctal.padStart(width, '0'), inHex.padStart(width, '0')]);
  return [...new Set([`${mask}`, inOctal, inHex, `0x${inHex}`, `0X${inHex}`, `0o${inOctal}`, ...padded])];
}
