import {
  factNumber,
  factsOf,
  factText,
  finding,
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
import { ownOutput } from '../own-output.ts';
import { labelledNumbers } from '../labelled-number.ts';

interface Thread {
  how: string;
  pid: number;
  tid: number;
  /** Thread that created it; a report may show it too. */
  maker: number;
}

const expectedThreads = [
  ['pthread_create', 4],
  ['second-thread', 1],
  ['clone', 2],
  ['long-lived', 1],
] as const;

/** Every new thread with the id of its process and its own; a new process is no thread of its parent. */
const oracle: Oracle = ({ observation, facts }) => {
  const threads = factsOf(facts, 'thread').map(asThread);
  const decoys = factsOf(facts, 'decoy');
  const made = (how: string): number => threads.filter((thread) => thread.how === how).length;
  for (const [how, number] of expectedThreads) workloadDid(made(how) === number, `${number} threads by ${how}`);
  workloadDid(decoys.length === 3, 'three forks');
  const before = theFact(facts, 'before');
  theFact(facts, 'done');
  const all = ownOutput(observation);
  return [
    ...threads.map((thread) =>
      reported(
        withoutThoseMadeBy(all, thread, threads),
        `a thread made by ${thread.how} is reported with its process's id ${thread.pid} and its own`,
        thread.pid,
        thread.tid,
      ),
    ),
    once(all, threads),
    idsAreNotSwapped(all, threads),
    notReported(
      all,
      'a thread that was there before the tracer is not reported',
      factNumber(before, 'pid'),
      factNumber(before, 'tid'),
    ),
    ...decoys.map((decoy) =>
      notReported(
        all,
        `a process made by ${factText(decoy, 'how')} is not reported as a thread of its parent`,
        factNumber(decoy, 'parent'),
        factNumber(decoy, 'child'),
      ),
    ),
  ];
};

export default oracle;

const asThread = (fact: Fact): Thread => ({
  how: factText(fact, 'how'),
  pid: factNumber(fact, 'pid'),
  tid: factNumber(fact, 'tid'),
  maker: factNumber(fact, 'maker'),
});

const reportsOf = (all: readonly Item[], thread: Thread, threads: readonly Thread[]): Item[] =>
  itemsWith(withoutThoseMadeBy(all, thread, threads), thread.pid, thread.tid).filter((item) => item.kind !== 'map');

/** The report of another thread may name this one as its maker: that says nothing of how this one came to be. */
function withoutThoseMadeBy(all: readonly Item[], thread: Thread, threads: readonly Thread[]): Item[] {
  const made = threads.filter(({ maker, pid }) => maker === thread.tid && maker !== pid).map(({ tid }) => tid);
  return made.length === 0 ? [...all] : all.filter((item) => !mentions(item, made));
}

function once(all: readonly Item[], threads: readonly Thread[]): Finding {
  const twice = threads.map((thread) => reportsOf(all, thread, threads)).filter((reports) => reports.length > 1);
  return finding(twice.length === 0, 'each new thread is reported once', `reported again: ${quoteItems(twice.flat())}`);
}

function idsAreNotSwapped(all: readonly Item[], threads: readonly Thread[]): Finding {
  const wrong = threads.flatMap((thread) =>
    reportsOf(all, thread, threads).filter(
      ({ text }) =>
        labelledNumbers(text, /pid|process(?: id)?/).includes(thread.tid) &&
        labelledNumbers(text, /tid|thread(?:[ _]?id)?/).includes(thread.pid),
    ),
  );
  return finding(wrong.length === 0, 'the process id and the thread id are not swapped', quoteItems(wrong));
}
