import { factNumber, finding, mapPrints, theFact, workloadDid } from '../../../harness/judge/toolbox.ts';
import type { Finding, Oracle, OracleInput } from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

type Records = OracleInput['observation']['records'];

/** As many creations and deletions as there were, each under a word of its own; raw records under a value of their own. */
const oracle: Oracle = ({ framework, observation, facts }) => {
  const namespaces = theFact(facts, 'namespaces');
  const created = factNumber(namespaces, 'created');
  const deleted = factNumber(namespaces, 'deleted');
  workloadDid(created === 7 && deleted === 5, 'seven creations and five deletions');
  const records = ownRecords(observation.records);
  if (framework === 'libbpf' && splitBetween(records, created, deleted)) {
    return [finding(true, `${created} creations and ${deleted} deletions are told apart in raw records`, '')];
  }
  return [
    namedEvents(records, 'creation', onlyCreation, created),
    namedEvents(records, 'deletion', onlyDeletion, deleted),
  ];
};
export default oracle;

const namedEvents = (records: Records, what: string, word: RegExp, times: number): Finding =>
  eachReportedOnce(records, `each ${what} of a network namespace is reported once`, times, word);

const creation = 'creat|(?<![a-z])new(?![a-z])|set_?up|(?<![a-z])add|copy_net|alloc|unshare|clone|net_init';
const deletion = 'delet|destr|remov|clean|free|net_exit|put_net|drop|tear|(?<![a-z])del(?![a-z])|died';

/** Texts that name one kind only: a heading that names both is no event. */
const onlyCreation = new RegExp(`^(?![^]*(?:${deletion}))[^]*(?:${creation})`, 'i');
const onlyDeletion = new RegExp(`^(?![^]*(?:${creation}))[^]*(?:${deletion})`, 'i');

/** One field of raw records (or their length) has one value for every creation and another for every deletion. */
function splitBetween(records: Records, created: number, deleted: number): boolean {
  const isSplit = (values: readonly (number | undefined)[]): boolean => {
    const times = new Map<number | undefined, number>();
    for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
    return times.size === 2 && [...times.values()].sort().join() === [deleted, created].sort().join();
  };
  const raw = records.filter(({ source }) => source === 'ring').map(({ bytes }) => bytes ?? new Uint8Array());
  const longest = Math.min(256, Math.max(0, ...raw.map((bytes) => bytes.length)));
  const fields = Array.from({ length: longest }, (_, at) => raw.map((bytes) => bytes[at]));
  return [raw.map((bytes) => bytes.length), ...fields].some(isSplit) || hasCounters(records, created, deleted);
}

/** A map with two entries, one for each. */
function hasCounters(records: Records, created: number, deleted: number): boolean {
  return mapPrints(records).some(({ entries }) => {
    const values = entries.map(({ value }) => Number(value)).filter((value) => value !== 0);
    return values.length === 2 && values.includes(created) && values.includes(deleted);
  });
}
