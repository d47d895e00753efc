import {
  factNumber,
  factsOf,
  factText,
  finding,
  itemsWith,
  mentions,
  notReported,
  quoteItems,
  readingWithin,
  reported,
  describeReadings,
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
import { ownOutput } from '../own-output.ts';
import { labelledNumbers } from '../labelled-number.ts';
import { signalSpellings } from './signal-spellings.ts';

interface Kill {
  sender: number;
  /** Id of the thread that made the call. */
  thread: number;
  name: string;
  /** Negative for a process group. */
  target: number;
  signal: number;
  times: number;
}

/** Every kill() with its signal and one process that it concerns; no signal that was sent in another way. */
const oracle: Oracle = ({ observation, facts }) => {
  const kills = factsOf(facts, 'kill').map(asKill);
  const decoys = factsOf(facts, 'decoy');
  workloadDid(kills.length === 7, 'seven groups of kill()');
  workloadDid(decoys.length === 6, 'signals in six other ways');
  workloadDid(factNumber(theFact(facts, 'ended'), 'signal') === 9, 'SIGKILL ended its target');
  theFact(facts, 'done');
  const all = ownOutput(observation);
  return [
    ...kills.map((kill) => reported(all, `${title(kill)} is reported`, signalSpellings(kill.signal), concerned(kill))),
    ...kills.map((kill) => counted(observation, all, kill)),
    labelsAreRight(all, kills),
    threadIsNotTheProcess(all, kills),
    ...decoys.map((decoy) =>
      notReported(all, `a signal sent by ${factText(decoy, 'how')} is not reported`, [
        factNumber(decoy, 'sender'),
        factText(decoy, 'name'),
      ]),
    ),
  ];
};

export default oracle;

const asKill = (fact: Fact): Kill => ({
  sender: factNumber(fact, 'sender'),
  thread: factNumber(fact, 'thread'),
  name: factText(fact, 'name'),
  target: factNumber(fact, 'target'),
  signal: factNumber(fact, 'signal'),
  times: factNumber(fact, 'times'),
});

const title = (kill: Kill): string => `kill(${kill.target}, ${kill.signal}) by ${kill.name} (${kill.sender})`;

/** The request names no field but the signal; one that cannot be told apart from others reports nothing. */
const concerned = (kill: Kill): Want => [kill.sender, kill.name, ...targetSpellings(kill.target)];

/** Tracepoint fields are unsigned 64-bit registers: -5 may show as 4294967291. */
const targetSpellings = (target: number): (number | bigint)[] =>
  target >= 0 ? [target] : [target, -target, 2 ** 32 + target, 2n ** 64n + BigInt(target)];

const reportsOf = (all: readonly Item[], kill: Kill): Item[] =>
  itemsWith(all, signalSpellings(kill.signal), concerned(kill));

/** Entry and return of one call may be printed as two lines; a counter must be exact. */
function counted(observation: OracleInput['observation'], all: readonly Item[], kill: Kill): Finding {
  const claim = `${title(kill)} is counted ${kill.times} time(s)`;
  const reports = reportsOf(all, kill);
  const printed = reports.filter((item) => item.kind !== 'map');
  if (printed.length > 0) {
    const holds = printed.length >= kill.times && printed.length <= 2 * kill.times;
    return finding(holds, claim, `${printed.length} reports: ${quoteItems(printed)}`);
  }
  const readings = totalsFor(observation.records, [signalSpellings(kill.signal), concerned(kill)]);
  const holds = readings.length === 0 || readingWithin(readings, kill.times, kill.times) !== undefined;
  return finding(holds, claim, describeReadings(readings));
}

/** What is called a process, a target or a signal must be one of this call. */
function labelsAreRight(all: readonly Item[], kills: readonly Kill[]): Finding {
  const wrong = kills.flatMap((kill) => reportsOf(all, kill).filter(({ text }) => mislabelled(text, kill)));
  return finding(
    wrong.length === 0,
    'what is called the process, the target or the signal is that of the call',
    quoteItems(wrong),
  );
}

function mislabelled(text: string, kill: Kill): boolean {
  const targets = targetSpellings(kill.target).map(Number);
  const not = (label: RegExp, allowed: readonly number[]): boolean =>
    labelledNumbers(text, label).some((number) => !allowed.includes(number));
  return (
    not(targetLabel, targets) ||
    not(/sig(?:nal)?(?:[ _]?(?:number|num|no))?/, [kill.signal]) ||
    (!/parent|ppid/i.test(text) && not(/pid|process(?: id)?/, [kill.sender, ...targets]))
  );
}

/** kill() by a second thread: the caller is its process. A thread id may stand beside it, or under its own label. */
function threadIsNotTheProcess(all: readonly Item[], kills: readonly Kill[]): Finding {
  const wrong = kills
    .filter((kill) => kill.thread !== kill.sender)
    .flatMap((kill) =>
      reportsOf(all, kill).filter(
        (item) => mentions(item, kill.thread) && !mentions(item, kill.sender) && !/\btid\b|thread/i.test(item.text),
      ),
    );
  return finding(wrong.length === 0, 'the caller is named by its process id, not by a thread id', quoteItems(wrong));
}

const targetLabel = /(?:to|target|tpid|receiver|recipient|victim)(?:[ _](?:process|task))?(?:[ _]?(?:pid|id))?/;
