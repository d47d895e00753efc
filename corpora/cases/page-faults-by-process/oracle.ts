import { factNumber, describeReadings, finding, readingWithin } from '../../../harness/judge/toolbox.ts';
import { totalsFor, workloadDid, type Finding, type Oracle } from '../../../harness/judge/toolbox.ts';
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
  const counted = (actor: string, claim: string, range: { min: number; max: number }, optional: boolean): Finding => {
    const pid = factNumber(factBy(facts, 'faults', actor), 'pid');
    // The number of printed lines is not a count: that is what the request asks for.
    const readings = totalsFor(observation.records, [[pid, actor]]).filter(({ how }) => how !== 'lines');
    const holds = readingWithin(readings, range.min, range.max) !== undefined || (optional && readings.length === 0);
    return finding(holds, claim, `expected ${range.min} to ${range.max}: ${describeReadings(readings)}`);
  };
  const pagesOf = (actor: string): number => factNumber(factBy(facts, 'faults', actor), 'pages');
  for (const { actor } of expectations) workloadDid(faultsOf(actor) >= pagesOf(actor), `page faults of ${actor}`);
  workloadDid(factNumber(factBy(facts, 'faults', 'fault-major'), 'major') >= pagesOf('fault-major'), 'major faults');
  workloadDid(faultsOf('no-faults') < slack, 'no page faults of no-faults');
  function faultsOf(actor: string): number {
    const fact = factBy(facts, 'faults', actor);
    return factNumber(fact, 'minor') + factNumber(fact, 'major');
  }
  return [
    ...expectations.map(({ actor, what, atMost }) => {
      const pages = pagesOf(actor);
      return counted(actor, `${what} are counted for ${actor}`, { min: pages, max: pages * atMost + slack }, false);
    }),
    counted('no-faults', 'memory that is mapped and never touched is not counted', { min: 0, max: slack }, true),
  ];
};
export default oracle;
