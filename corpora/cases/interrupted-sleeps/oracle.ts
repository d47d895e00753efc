import {
  factNumber,
  factsOf,
  factText,
  notReported,
  workloadDid,
  type Oracle,
  type Want,
} from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownOutput } from '../own-output.ts';
import { ownRecords } from '../own-records.ts';

const oracle: Oracle = ({ observation, facts }) => {
  const sleeps = factsOf(facts, 'interrupted');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(sleeps.length === 3 && decoys.length === 3, 'three processes whose sleeps are cut short, three decoys');
  return [
    ...sleeps.map((fact) => {
      const times = factNumber(fact, 'times');
      const pid = factNumber(fact, 'pid');
      const wanted = wantedTime(factNumber(fact, 'seconds'), factNumber(fact, 'nanoseconds'));
      const claim = `each of ${times} interrupted sleeps (${factText(fact, 'call')}) is reported with process ${pid} and the wanted time`;
      return eachReportedOnce(ownRecords(observation.records), claim, times, pid, wanted);
    }),
    ...decoys.map((fact) => {
      const name = factText(fact, 'name');
      return notReported(ownOutput(observation), `${name} is not reported`, [factNumber(fact, 'pid'), name]);
    }),
  ];
};
export default oracle;

/** In nano-, micro- or milliseconds, as nanoseconds beside the seconds, or as seconds with a fraction. */
function wantedTime(seconds: number, nanoseconds: number): Want {
  const milliseconds = seconds * 1000 + nanoseconds / 1e6;
  const fraction = new RegExp(`(?<![\\d.])${seconds}\\.${nanoseconds / 1e6}0*(?![1-9])`);
  return [milliseconds, milliseconds * 1e3, milliseconds * 1e6, nanoseconds, fraction];
}
