import {
  anyOf,
  describeReadings,
  factNumber,
  finding,
  items,
  itemsWith,
  notReported,
  quoteItems,
  theFact,
  totalsFor,
  type Finding,
  type Item,
  type Oracle,
  type OracleInput,
} from '../../../harness/judge/toolbox.ts';
import { factBy } from '../actor-facts.ts';
import { ownRecords } from '../own-records.ts';

/** Operations with their processes, or how often each kind happened on the machine. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  return anyOf(byProcess(items(records), facts), byKind(records, facts));
};
export default oracle;

function byProcess(all: readonly Item[], facts: OracleInput['facts']): Finding[] {
  const pidOf = (actor: string): number => factNumber(factBy(facts, 'process', actor), 'pid');
  const reports = (actor: string): Item[] => itemsWith(all, [pidOf(actor), actor]);
  const [reading, writing] = [reports('kenreader'), reports('kenwriter')];
  return [
    finding(reading.some(namesOperation), 'what the reading process does is reported', quoteItems(reading)),
    finding(writing.some(namesOperation), 'what the writing process does is reported', quoteItems(writing)),
    finding(
      kinds(writing).size > 1,
      'writes and fsyncs of one process are told apart',
      `kinds: ${[...kinds(writing)].slice(0, 5).join('; ')}`,
    ),
    notReported(all, 'a process on another file system is not reported', [pidOf('kenelsewhere'), 'kenelsewhere']),
  ];
}

/** A word or a function's name beside the process; a raw record tells its kind by a number. */
function namesOperation(item: Item): boolean {
  return item.bytes !== undefined || operationsIn(item.text).length > 0;
}

/** Names of functions, and the usual words; names of processes are none. */
function operationsIn(text: string): string[] {
  const words = text.replace(/\bken[a-z]+/g, ' ').match(/[a-z][a-z0-9_]*/gi) ?? [];
  return words.filter((word) => /_|read|write|sync|open|create|extent|inode|lookup|unlink|rename|commit/i.test(word));
}

function kinds(reports: readonly Item[]): Set<string> {
  const named = reports.filter(({ bytes }) => bytes === undefined).map(({ text }) => operationsIn(text).join(' '));
  const raw = reports.flatMap(({ bytes }) => bytes ?? []);
  return new Set([...named.filter((kind) => kind !== ''), ...kindsInRaw(raw)]);
}

/** Values of the one small number that differs between raw records of a process: an index of the operation. */
function kindsInRaw(raw: readonly Uint8Array[]): string[] {
  const length = Math.min(...raw.map((bytes) => bytes.length));
  for (let at = 0; at + 1 <= length && raw.length > 0; at += 1) {
    const values = new Set(raw.map((bytes) => bytes[at] ?? 0));
    if (values.size > 1 && [...values].every((value) => value < 16 || (value > 64 && value < 123)))
      return [...values].map((value) => `${value} at ${at}`);
  }
  return [];
}

function byKind(records: OracleInput['observation']['records'], facts: OracleInput['facts']): Finding[] {
  const calls = theFact(facts, 'calls');
  const counted = (what: string, wants: readonly RegExp[]): Finding => {
    const expected = factNumber(calls, what);
    const totals = wants.flatMap((want) => totalsFor(records, [want]));
    return finding(
      totals.some(({ total }) => total === expected),
      `${expected} ${what} on btrfs are counted`,
      describeReadings(totals),
    );
  };
  return [
    counted('reads', [/btrfs_file_read_iter/, /(?<![a-z])reads?(?![a-z])/i]),
    counted('writes', [/btrfs_file_write_iter/, /btrfs_do_write_iter/, /(?<![a-z])writes?(?![a-z])/i]),
    counted('syncs', [/btrfs_sync_file/, /f?syncs?(?![a-z])/i]),
  ];
}
