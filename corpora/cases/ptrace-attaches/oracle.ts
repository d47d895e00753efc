import {
  factNumber,
  factsOf,
  factText,
  finding,
  itemsWith,
  notReported,
  quoteItems,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { labelledNumbers } from '../labelled-number.ts';
import { ownOutput } from '../own-output.ts';
import { ownRecords } from '../own-records.ts';

const oracle: Oracle = ({ observation, facts }) => {
  const attaches = factsOf(facts, 'attach');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(attaches.length === 3 && decoys.length === 3, 'attaches to three tasks and three decoys');
  const all = ownOutput(observation);
  return [
    ...attaches.flatMap((fact) => {
      const tracer = factNumber(fact, 'tracer');
      const traced = factNumber(fact, 'traced');
      const times = factNumber(fact, 'times');
      const claim = `each of ${times} attaches of process ${tracer} to ${traced} is reported once`;
      const turned = itemsWith(all, tracer, traced).filter(
        ({ text }) =>
          labelledNumbers(text, /tracer(?: pid)?/).includes(traced) ||
          labelledNumbers(text, /tracee(?: pid)?|traced(?: pid)?|target(?: pid)?|to/).includes(tracer),
      );
      return [
        eachReportedOnce(ownRecords(observation.records), claim, times, tracer, traced),
        finding(
          turned.length === 0,
          `${tracer} is called the tracer and ${traced} the traced task`,
          quoteItems(turned),
        ),
      ];
    }),
    ...decoys.map((fact) => {
      const name = factText(fact, 'name');
      return notReported(all, `${name} is not reported`, [factNumber(fact, 'pid'), name]);
    }),
  ];
};
export default oracle;
