import {
  describeReadings,
  factNumber,
  factsOf,
  factText,
  finding,
  readingWithin,
  totalsFor,
  workloadDid,
  type Finding,
  type Oracle,
  type OracleInput,
  type Reading,
} from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

/** What a process looks up by itself: when it opens its file, when a page of a program is read. */
const few = 120;

/** A program that traces several functions sees each component several times, at most this often. */
const functions = 4;

const oracle: Oracle = ({ observation, facts }) => {
  const processes = factsOf(facts, 'process');
  workloadDid(processes.length === 3, 'three processes, two of which look up paths');
  return processes.map((fact) => lookupsOf(ownRecords(observation.records), fact));
};
export default oracle;

/** A tracer that lists everything may lose some; one event for each path would be a fifth. */
function lookupsOf(records: OracleInput['observation']['records'], fact: OracleInput['facts'][number]): Finding {
  const name = factText(fact, 'name');
  const lookups = factNumber(fact, 'calls') * factNumber(fact, 'depth');
  const readings = counts(records, [factNumber(fact, 'pid'), name]);
  if (lookups === 0) {
    const none = readings.length === 0 || readingWithin(readings, 0, few) !== undefined;
    return finding(none, `${name}, which uses a descriptor only, has no lookups`, describeReadings(readings));
  }
  return finding(
    readingWithin(readings, 0.7 * lookups, functions * lookups + few) !== undefined,
    `${lookups} lookups of path components by ${name} are reported or counted`,
    describeReadings(readings),
  );
}

/** Reports as such, if there are many; else the numbers in them. Numbers in many lines (times, sizes) are no counts. */
function counts(records: OracleInput['observation']['records'], who: readonly (number | string)[]): Reading[] {
  const readings = totalsFor(records, [who]);
  const reports = readings.find(({ how }) => how === 'lines')?.total ?? 0;
  return reports > 40 ? readings.filter(({ how, where }) => how === 'lines' || !/ lines$/.test(where)) : readings;
}
