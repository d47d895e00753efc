import {
  anyOf,
  describeReadings,
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  mapPrints,
  mentions,
  quoteItems,
  readingWithin,
  totalsFor,
  workloadDid,
} from '../../../harness/judge/toolbox.ts';
import type { Finding, Item, Oracle, OracleInput, Reading, Want } from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

type Records = OracleInput['observation']['records'];

/** A process and how often it locks a mutex, or does something similar. */
interface Actor {
  name: string;
  pid: number;
  times: number;
}

/** A process takes a few mutexes to start and to end. */
const few = 60;
/** What the rest of the machine, the tracer above all, may lock in the meantime, beside the workload. */
const restOfMachine = 1500;

/** The known lock operations are in the statistic: by process, by mutex (or another key), or in a sum of everything. */
const oracle: Oracle = ({ observation, facts }) => {
  const actors = actorsOf(facts, 'locks');
  const decoys = actorsOf(facts, 'decoy');
  workloadDid(actors.length === 2 && decoys.length === 2, 'two processes that lock mutexes and two that do not');
  const records = ownRecords(observation.records);
  const all = items(records);
  const everybody: Want = [...actors, ...decoys].flatMap(({ pid, name }) => [pid, name]);
  if (all.some((item) => mentions(item, everybody))) {
    return [
      ...actors.map((actor) => counted(records, actor)),
      ...decoys.map((decoy) => notCounted(records, decoy, countersOf(records, actors))),
    ];
  }
  return anyOf(
    actors.map((actor) => countedUnderSomeKey(records, all, actor)),
    [countedInTotal(records, all, actors)],
  );
};
export default oracle;

const actorsOf = (facts: OracleInput['facts'], event: string): Actor[] =>
  factsOf(facts, event).map((fact) => ({
    name: factText(fact, 'actor'),
    pid: factNumber(fact, 'pid'),
    times: factNumber(fact, 'times'),
  }));

function counted(records: Records, { name, pid, times }: Actor): Finding {
  const readings = totalsFor(records, [[pid, name]]);
  return finding(
    readingWithin(readings, times, times + few) !== undefined,
    `${times} lock operations of ${name} (${pid}) are in the statistic, once each`,
    describeReadings(readings),
  );
}

/** The numbers that count the lock operations of every actor, by where they stand; times beside them are no counters. */
function countersOf(records: Records, actors: readonly Actor[]): string[] {
  const counting = actors.map(({ name, pid, times }) =>
    totalsFor(records, [[pid, name]])
      .filter(({ total }) => total >= times && total <= times + few)
      .map(placeOf),
  );
  return (counting[0] ?? []).filter((place) => counting.every((places) => places.includes(place)));
}

const placeOf = ({ where }: Reading): string => where.replace(/ in \d+ lines$/, '');

/** The counter holds something else too if it is as high for a process without mutexes. */
function notCounted(records: Records, { name, pid, times }: Actor, counters: readonly string[]): Finding {
  const readings = totalsFor(records, [[pid, name]]).filter((reading) => counters.includes(placeOf(reading)));
  const wrong = readings.filter(({ total }) => total >= times && total <= 4 * times);
  return finding(
    wrong.length === 0,
    `${name} (${pid}), which locks no mutex ${times} times, has no such count`,
    describeReadings(wrong),
  );
}

/** By mutex, by kernel stack, ...: one key stands for the pipe that the process writes to. */
function countedUnderSomeKey(records: Records, all: readonly Item[], { times }: Actor): Finding {
  const keys = [
    ...new Set(mapPrints(records).flatMap(({ map, entries }) => entries.map(({ key = '' }) => `${map} ${key}`))),
  ];
  const found = keys.some((wanted) => {
    const ofKey = records.filter(({ source, map = '', key = '' }) => source === 'map' && `${map} ${key}` === wanted);
    return readingWithin(totalsFor(ofKey), times, times + few) !== undefined;
  });
  return finding(found, `a mutex that is locked ${times} times has that count`, quoteItems(all.slice(-4)));
}

function countedInTotal(records: Records, all: readonly Item[], actors: readonly Actor[]): Finding {
  const least = actors.reduce((sum, { times }) => sum + times, 0);
  const readings = totalsFor(records);
  return finding(
    readingWithin(readings, least, least + restOfMachine) !== undefined,
    `at least the workload's ${least} lock operations, and no other kind, are in the statistic`,
    readings.length > 0 ? describeReadings(readings) : quoteItems(all.slice(-4)),
  );
}
