import {
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  itemsWith,
  notReported,
  quoteItems,
  theFact,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { labelledNumbers } from '../labelled-number.ts';
import { ownRecords } from '../own-records.ts';

/** Each call once with its process and both times in milliseconds; no other kind of timer. */
const oracle: Oracle = ({ observation, facts }) => {
  const timers = factsOf(facts, 'timer');
  workloadDid(timers.length === 4, 'four processes that set timers');
  const decoy = theFact(facts, 'decoy');
  const records = ownRecords(observation.records);
  const all = items(records);
  return [
    ...timers.flatMap((timer) => {
      const [initial, interval] = [factNumber(timer, 'initial'), factNumber(timer, 'interval')];
      const who = [factNumber(timer, 'pid'), factText(timer, 'actor')];
      const claim = `each setting of ${factText(timer, 'actor')} to ${initial} ms, then every ${interval} ms is reported once`;
      return [
        eachReportedOnce(records, claim, factNumber(timer, 'times'), who, initial, interval),
        rightNames(itemsWith(all, who), timer),
      ];
    }),
    notReported(all, 'timers of other kinds are not reported', [factNumber(decoy, 'pid'), factText(decoy, 'actor')]),
  ];
};
export default oracle;

/** A time that stands behind the name of the other one is wrong. */
function rightNames(reports: readonly Item[], timer: Fact): Finding {
  const [initial, interval] = [factNumber(timer, 'initial'), factNumber(timer, 'interval')];
  const wrong = reports.filter(
    ({ text }) =>
      labelledNumbers(text, /(?:it_)?interval(?:_ms)?|period|every/).includes(initial) ||
      labelledNumbers(text, /initial(?:_ms)?|(?:it_)?value(?:_ms)?|first|expiration|expires?/).includes(interval),
  );
  return finding(wrong.length === 0, 'the initial expiration and the interval are not mixed up', quoteItems(wrong));
}
