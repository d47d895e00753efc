import {
  describeReadings,
  factNumber,
  factsOf,
  factText,
  finding,
  histograms,
  itemsOf,
  quoteItems,
  readingWithin,
  totalsFor,
  workloadDid,
} from '../../../harness/judge/toolbox.ts';
import type { Finding, Oracle, OracleInput, Want } from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

/** A reason for which the virtual machine of the workload is left. */
interface Reason {
  number: number;
  name: string;
  count: number;
}

/** Each reason as often as it occurred, those that KVM deals with by itself too. */
const oracle: Oracle = ({ observation, facts }) => {
  const reasons = factsOf(facts, 'exits').map((fact) => ({
    number: factNumber(fact, 'reason'),
    name: factText(fact, 'name'),
    count: factNumber(fact, 'count'),
  }));
  workloadDid(reasons.length === 3, 'exits for three reasons');
  const records = ownRecords(observation.records);
  return reasons.map((reason) => counted(records, reason));
};
export default oracle;

function counted(records: OracleInput['observation']['records'], reason: Reason): Finding {
  const { number, name, count } = reason;
  const least = leastCount(reason);
  const wanted: Want = [number, names[name] ?? name];
  const readings = totalsFor(records, [wanted]);
  const reports = quoteItems(itemsOf({ records }).slice(-3));
  return finding(
    readingWithin(readings, least, count) !== undefined || hasBucket(records, reason),
    `the exit reason ${number} (${name}) is shown with its ${count} exits`,
    readings.length > 0 ? describeReadings(readings) : `nothing for ${number}; seen: ${reports}`,
  );
}

/** Names of the reasons: arch/x86/include/uapi/asm/svm.h. */
const names: Record<string, RegExp> = {
  cpuid: /(?<![a-z])(?:svm_exit_)?cpuid(?![a-z])/i,
  ioio: /(?<![a-z])(?:svm_exit_)?ioio(?![a-z])/i,
  hlt: /(?<![a-z])(?:svm_exit_)?hlt(?![a-z])/i,
};

/** The machine ends with a halt: who records an exit at the entry that follows it never sees that one. */
const leastCount = ({ name, count }: Reason): number => (name === 'hlt' ? count - 1 : count);

/** A linear histogram whose buckets hold one reason each. */
const hasBucket = (records: OracleInput['observation']['records'], reason: Reason): boolean =>
  histograms(records).some(({ buckets }) =>
    buckets.some(
      ({ min, max, count }) =>
        min === reason.number &&
        max !== undefined &&
        max - min <= 1 &&
        count >= leastCount(reason) &&
        count <= reason.count,
    ),
  );
