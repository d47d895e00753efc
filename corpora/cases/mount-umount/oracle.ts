import {
  describeReadings,
  factNumber,
  factsOf,
  factText,
  finding,
  itemsWith,
  notReported,
  quoteItems,
  readingWithin,
  reported,
  theFact,
  totalsFor,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
  type OracleInput,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { ownOutput } from '../own-output.ts';

/** All mount() and umount() calls of one process, one kind of call for each process. */
interface Caller {
  kind: string;
  pid: number;
  mounts: number;
  umounts: number;
}

/** Every mount() and umount() with the caller's process id; nothing of processes that only look at mounts. */
const oracle: Oracle = ({ observation, facts }) => {
  const callers = factsOf(facts, 'calls').map(asCaller);
  const decoys = factsOf(facts, 'decoy');
  workloadDid(callers.length === 8, 'mount() and umount() in eight processes');
  workloadDid(decoys.length === 4, 'four processes that do not mount');
  theFact(facts, 'done');
  const all = ownOutput(observation);
  return [
    ...callers.map((caller) => reported(all, `${title(caller)} is reported with the caller's process id`, caller.pid)),
    ...callers.map((caller) => counted(observation, all, caller)),
    callsAreNotMixedUp(all, callers),
    ...decoys.map((decoy) =>
      notReported(all, `a process that does ${factText(decoy, 'how')} is not reported`, factNumber(decoy, 'pid')),
    ),
  ];
};

export default oracle;

const asCaller = (fact: Fact): Caller => ({
  kind: factText(fact, 'kind'),
  pid: factNumber(fact, 'pid'),
  mounts: factNumber(fact, 'mount'),
  umounts: factNumber(fact, 'umount'),
});

function title({ kind, mounts, umounts }: Caller): string {
  return [mounts > 0 ? `mount() (${kind})` : '', umounts > 0 ? `umount() (${kind})` : ''].filter(Boolean).join(' and ');
}

/** Entry and return of a call may be two reports; a counter counts each call once, or once at either end. */
function counted(observation: OracleInput['observation'], all: readonly Item[], caller: Caller): Finding {
  const calls = caller.mounts + caller.umounts;
  const claim = `${title(caller)} is reported ${calls} time(s), or twice that with entry and return`;
  const printed = itemsWith(all, caller.pid).filter((item) => item.kind !== 'map');
  if (printed.length > 0) {
    const holds = printed.length >= calls && printed.length <= 2 * calls;
    return finding(holds, claim, `${printed.length} reports: ${quoteItems(printed)}`);
  }
  const readings = totalsFor(observation.records, [caller.pid]);
  const holds = readings.length === 0 || readingWithin(readings, calls, 2 * calls) !== undefined;
  return finding(holds, claim, describeReadings(readings));
}

/** Where a report says which call it was, it says so rightly. */
function callsAreNotMixedUp(all: readonly Item[], callers: readonly Caller[]): Finding {
  const wrong = callers.flatMap(({ pid, mounts, umounts }) =>
    itemsWith(all, pid).filter(({ text }) => {
      const saysUmount = umountWord.test(text);
      const saysMount = mountWord.test(text);
      if (saysMount === saysUmount) return false;
      return saysMount ? mounts === 0 : umounts === 0;
    }),
  );
  return finding(wrong.length === 0, 'no mount() is called umount, no umount() is called mount', quoteItems(wrong));
}

const umountWord = /un?mount/i;
const mountWord = /(?<!u|un)mount/i;
