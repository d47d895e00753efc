import {
  describeReadings,
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  notReported,
  totalsFor,
  workloadDid,
  type Finding,
  type Oracle,
  type OracleInput,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { ownRecords } from '../own-records.ts';

/** Each writer with the time of its longest write; the reader that waits longest and the writer to a socket are not shown. */
const oracle: Oracle = ({ observation, facts }) => {
  const writers = factsOf(facts, 'writer');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(writers.length === 3 && decoys.length === 2, 'three writers, two decoys');
  workloadDid(
    writers.every((writer) => factNumber(writer, 'longest') < 0.75 * factNumber(writer, 'sum')),
    'several writes that are blocked',
  );
  const records = ownRecords(observation.records);
  return [
    ...writers.map((writer) => longestShown(records, writer)),
    ...decoys.map((decoy) => {
      const actor = factText(decoy, 'actor');
      const claim = `${actor}, which only waits elsewhere, is not reported`;
      return notReported(items(records), claim, [factNumber(decoy, 'pid'), actor]);
    }),
  ];
};
export default oracle;

function longestShown(records: OracleInput['observation']['records'], writer: Fact): Finding {
  const [actor, longest] = [factText(writer, 'actor'), factNumber(writer, 'longest')];
  const readings = totalsFor(records, [[factNumber(writer, 'pid'), actor]]).filter(({ how }) => how === 'last');
  // The process sees a little more than the write itself.
  const holds = readings.some(({ total }) => total > longest / 1000 - 6 && total <= longest / 1000 + 1);
  return finding(
    holds,
    `the longest write of ${actor}, ${(longest / 1000).toFixed(1)} ms, is shown`,
    describeReadings(readings),
  );
}
