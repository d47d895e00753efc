import {
  describeReadings,
  factNumber,
  finding,
  readingWithin,
  totalsFor,
  workloadDid,
} from '../../../harness/judge/toolbox.ts';
import type { Finding, Oracle, OracleInput, Reading } from '../../../harness/judge/toolbox.ts';
import { factBy } from '../actor-facts.ts';

/** A process touches a few pages of its own at its start and end. */
const slack = 350;

interface Expectation {
  actor: string;
  what: string;
  /** Faults at most, as a multiple of the pages touched; the handler may run more than once for a fault. */
  atMost: number;
}

const expectations: readonly Expectation[] = [
  { actor: 'fault-new', what: 'writes to new pages, over several seconds', atMost: 1 },
  { actor: 'fault-zero', what: 'reads of untouched pages', atMost: 1 },
  { actor: 'fault-file', what: 'writes to pages of a shared file', atMost: 1 },
  { actor: 'fault-threads', what: 'the faults of four threads, as one process', atMost: 1 },
  // Its pages are populated first: the handler runs for that too.
  { actor: 'fault-copy', what: 'writes to pages shared after fork', atMost: 2 },
  { actor: 'fault-major', what: 'major faults', atMost: 4 },
];

const oracle: Oracle = ({ observation, facts }) => {
  const actors = new Map(
    [...expectations.map(({ actor }) => actor), 'no-faults'].map((name) => [name, account(facts, name)]),
  );
  for (const { name, pages, minor, major } of actors.values()) {
    workloadDid(name === 'no-faults' ? minor + major < slack : minor + major >= pages, `page faults of ${name}`);
    workloadDid(name !== 'fault-major' || major >= pages, 'major faults');
  }
  const counts = (actor: string): Reading[] => countsFor(observation.records, account(facts, actor));
  return [
    ...expectations.map(({ actor, what, atMost }) => {
      const { pages } = account(facts, actor);
      const range = { min: pages, max: pages * atMost + slack };
      const holds = readingWithin(counts(actor), range.min, range.max) !== undefined;
      const evidence = `expected ${range.min} to ${range.max}: ${describeReadings(counts(actor))}`;
      return finding(holds, `${what} are counted for ${actor}`, evidence);
    }),
    untouched(counts('no-faults')),
  ];
};
export default oracle;

function untouched(readings: readonly Reading[]): Finding {
  const holds = readings.length === 0 || readingWithin(readings, 0, slack) !== undefined;
  const evidence = `expected at most ${slack}: ${describeReadings(readings)}`;
  return finding(holds, 'memory that is mapped and never touched is not counted', evidence);
}

/** Readings of a number that the program itself gives: neither the number of printed lines nor a sum of buckets. */
function countsFor(records: OutputRecords, { name, pid }: Account): Reading[] {
  return totalsFor(records, [[pid, name]]).filter(({ how, where }) => how !== 'lines' && !where.endsWith(' events'));
}

type OutputRecords = OracleInput['observation']['records'];

/** The kernel's account of one process of the workload. */
interface Account {
  name: string;
  pid: number;
  pages: number;
  minor: number;
  major: number;
}

function account(facts: OracleInput['facts'], name: string): Account {
  const fact = factBy(facts, 'faults', name);
  const number = (field: string): number => factNumber(fact, field);
  return { name, pid: number('pid'), pages: number('pages'), minor: number('minor'), major: number('major') };
}
