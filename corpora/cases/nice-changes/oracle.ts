import {
  factNumber,
  factsOf,
  factText,
  finding,
  itemsWith,
  notReported,
  quoteItems,
  workloadDid,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { labelledNumbers } from '../labelled-number.ts';
import { ownOutput } from '../own-output.ts';
import { ownRecords } from '../own-records.ts';

const oracle: Oracle = ({ observation, facts }) => {
  const changes = factsOf(facts, 'change').map((fact) => ({
    task: factNumber(fact, 'task'),
    before: factNumber(fact, 'old'),
    after: factNumber(fact, 'new'),
  }));
  const decoys = factsOf(facts, 'decoy');
  workloadDid(changes.length === 6 && decoys.length === 3, 'six changes and three decoys');
  const all = ownOutput(observation);
  return [
    ...changes.flatMap(({ task, before, after }) => {
      const what = `change of task ${task} from nice ${before} to ${after}`;
      const turned = itemsWith(all, task, before, after).filter((item) => showsTurned(item, before, after));
      return [
        eachReportedOnce(ownRecords(observation.records), `the ${what} is reported once`, 1, task, before, after),
        finding(turned.length === 0, `the ${what} is shown in this direction`, quoteItems(turned)),
      ];
    }),
    ...decoys.map((decoy) => {
      const name = factText(decoy, 'name');
      return notReported(all, `${name}, whose nice value stays, is not reported`, [name, factNumber(decoy, 'pid')]);
    }),
  ];
};
export default oracle;

/** True when labels or an arrow say that the new value is the old one. Values without either have no direction. */
function showsTurned({ text }: Item, before: number, after: number): boolean {
  const old = labelledNumbers(text, /(?:old|previous|prev|before|from)(?:[ _-]?(?:nice|value|prio|priority))*/);
  const now = labelledNumbers(text, /(?:new|after)(?:[ _-]?(?:nice|value|prio|priority))*/);
  const [, left, right] = /(-?\d+)\s*(?:->|=>|→)\s*(-?\d+)/.exec(text) ?? [];
  const arrow = Number(left) === after && Number(right) === before;
  return arrow || (old.includes(after) && !old.includes(before)) || (now.includes(before) && !now.includes(after));
}
