import {
  factNumber,
  factsOf,
  factText,
  finding,
  itemsOf,
  itemsWith,
  mentions,
  notReported,
  quoteItems,
  reported,
  theFact,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';

/** The size of every new segment is shown, whoever creates it and by whatever key; nothing of other kinds of memory. */
const oracle: Oracle = ({ observation, facts }) => {
  const segments = factsOf(facts, 'segment');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(segments.length === 4, 'four segments');
  workloadDid(decoys.length === 3, 'three other kinds of shared memory');
  theFact(facts, 'done');
  const all = itemsOf(observation);
  return [
    ...segments.map((segment) => reported(all, `the size of ${title(segment)} is shown`, sizeForms(segment))),
    threadIsNotTheProcess(all, segments),
    ...decoys.map((decoy) =>
      notReported(all, `${factText(decoy, 'kind')} memory is not reported`, [
        factNumber(decoy, 'size'),
        wholePages(decoy),
      ]),
    ),
  ];
};

export default oracle;

const title = (segment: Fact): string => `a ${factText(segment, 'kind')} segment (${factText(segment, 'size')} bytes)`;

/** Bytes, or KiB rounded either way. */
function sizeForms(segment: Fact): number[] {
  const bytes = factNumber(segment, 'size');
  return [bytes, Math.floor(bytes / 1024), Math.ceil(bytes / 1024)];
}

/** A mapping is made of whole pages. */
const wholePages = (decoy: Fact): number => Math.ceil(factNumber(decoy, 'size') / 4096) * 4096;

/** A call by a second thread belongs to its process. The thread's id may stand beside it, or under its own label. */
function threadIsNotTheProcess(all: readonly Item[], segments: readonly Fact[]): Finding {
  const wrong = segments
    .filter((segment) => factNumber(segment, 'thread') !== factNumber(segment, 'pid'))
    .flatMap((segment) =>
      itemsWith(all, sizeForms(segment), factNumber(segment, 'thread')).filter(notItsProcess(segment)),
    );
  return finding(wrong.length === 0, 'the caller is named by its process id, not by a thread id', quoteItems(wrong));
}

const notItsProcess =
  (segment: Fact) =>
  (item: Item): boolean => {
    // The trace pipe puts the thread's id before every line, whatever the program prints.
    const own = { ...item, text: item.text.replace(/^.*bpf_trace_printk: /, '') };
    const showsThread = mentions(own, factNumber(segment, 'thread'));
    return showsThread && !mentions(own, factNumber(segment, 'pid')) && !/\btid\b|thread/i.test(own.text);
  };
