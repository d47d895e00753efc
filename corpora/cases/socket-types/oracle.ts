import {
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  itemsWith,
  mentions,
  notReported,
  quoteItems,
  totalsFor,
  workloadDid,
} from '../../../harness/judge/toolbox.ts';
import type { Finding, Item, Oracle, OracleInput, Want } from '../../../harness/judge/toolbox.ts';
import { factBy } from '../actor-facts.ts';
import { labelledNumbers } from '../labelled-number.ts';
import { ownRecords } from '../own-records.ts';

/** A process that works with sockets of one type. */
interface Actor {
  name: string;
  pid: number;
  type: number;
  /** Every number that may stand for the type: with and without flags. */
  numbers: number[];
  operations: number;
}

/** Each process with the type of its sockets, as often as any one operation happened; no process without sockets. */
const oracle: Oracle = ({ observation, facts }) => {
  const actors = factsOf(facts, 'sockets').map(asActor);
  workloadDid(actors.length === 5, `5 processes with sockets, not ${actors.length}`);
  const decoy = factBy(facts, 'decoy', 'file-decoy');
  const records = ownRecords(observation.records);
  const all = items(records);
  return [
    ...actors.map((actor) => typeIsLogged(records, all, actor)),
    ...actors.map((actor) => noOtherType(all, actor)),
    notReported(all, 'a process that uses files and pipes only is not logged', factNumber(decoy, 'pid')),
  ];
};
export default oracle;

function asActor(fact: OracleInput['facts'][number]): Actor {
  const type = factNumber(fact, 'type');
  return {
    name: factText(fact, 'actor'),
    pid: factNumber(fact, 'pid'),
    type,
    numbers: [type, type | factNumber(fact, 'flags'), type | nonBlocking, type | closeOnExec],
    operations: factNumber(fact, 'operations'),
  };
}

/** SOCK_NONBLOCK and SOCK_CLOEXEC: include/linux/net.h. */
const nonBlocking = 0o4000;
const closeOnExec = 0o2000000;

const title = ({ name, pid, type }: Actor): string => `${name} (${pid}, type ${type})`;

/** Printed for each operation, or counted under a key that shows both. */
function typeIsLogged(records: OracleInput['observation']['records'], all: readonly Item[], actor: Actor): Finding {
  const claim = `the operations of ${title(actor)} are logged with socket type and process id`;
  const type: Want = [...actor.numbers, ...typeNames(actor.type)];
  const reports = [...itemsWith(all, actor.pid, type), ...recordsWithShortType(all, actor)];
  const counted = totalsFor(records, [actor.pid, type]).filter(({ how }) => how !== 'lines');
  const times = Math.max(reports.length, ...counted.map(({ total }) => total));
  const ofProcess = itemsWith(all, actor.pid);
  return finding(
    times >= actor.operations,
    claim,
    `${times} of at least ${actor.operations}: ${quoteItems(ofProcess.length > 0 ? ofProcess : all.slice(-2))}`,
  );
}

/** The kernel keeps the type in 16 bits, and so may a record. */
const recordsWithShortType = (all: readonly Item[], { pid, type }: Actor): Item[] =>
  itemsWith(all, pid).filter(
    (item) => !mentions(item, type) && (item.bytes ?? []).some((part) => shorts(part).includes(type)),
  );

const shorts = (bytes: Uint8Array): number[] =>
  Array.from({ length: bytes.length >> 1 }, (_, index) => Buffer.from(bytes).readUInt16LE(2 * index));

/** What is called a type is that of the process's sockets. */
function noOtherType(all: readonly Item[], actor: Actor): Finding {
  const wrong = itemsWith(all, actor.pid).filter(({ text }) =>
    labelledNumbers(text, /(?:sock(?:et)?[ _]?)?type/).some((number) => !actor.numbers.includes(number)),
  );
  return finding(wrong.length === 0, `no other type is shown for ${title(actor)}`, quoteItems(wrong));
}

function typeNames(type: number): RegExp[] {
  const names: Record<number, RegExp> = {
    1: /(?<![a-z])(?:sock_)?stream(?![a-z-])|\btcp\b/i,
    2: /(?<![a-z])(?:sock_)?dgram(?![a-z-])|\bdatagram\b|\budp\b/i,
    3: /(?<![a-z])(?:sock_)?raw(?![a-z-])/i,
    5: /(?<![a-z])(?:sock_)?seqpacket(?![a-z-])/i,
  };
  const name = names[type];
  return name ? [name] : [];
}
