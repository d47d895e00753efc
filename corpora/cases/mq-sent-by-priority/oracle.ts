import {
  factNumber,
  factsOf,
  items,
  notReported,
  theFact,
  totalWithin,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

/** For each priority the exact number and bytes of the messages that were accepted; no System V message. */
const oracle: Oracle = ({ observation, facts }) => {
  const sent = factsOf(facts, 'sent');
  workloadDid(sent.length === 4, `four priorities, not ${sent.length}`);
  workloadDid(
    sent.every((fact) => factNumber(fact, 'refused') > 2),
    'sends that are refused with each priority',
  );
  const decoy = theFact(facts, 'decoy');
  const records = ownRecords(observation.records);
  return [
    ...sent.flatMap((fact) =>
      ['messages', 'bytes'].map((what) => {
        const [amount, priority] = [factNumber(fact, what), factNumber(fact, 'priority')];
        const claim = `${amount} ${what} are shown for priority ${priority}`;
        return totalWithin(records, claim, { min: amount, max: amount }, priority);
      }),
    ),
    notReported(items(records), 'a System V message is not reported', factNumber(decoy, 'priority')),
  ];
};
export default oracle;
