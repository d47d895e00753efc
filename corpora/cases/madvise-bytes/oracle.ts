import {
  factNumber,
  factsOf,
  factText,
  items,
  notReported,
  theFact,
  totalWithin,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

/** The exact number of bytes for each process name and kind of advice, and nothing of a process that gave none. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const decoy = theFact(facts, 'decoy');
  const expected = new Map<string, number>();
  for (const fact of factsOf(facts, 'advised')) {
    const key = `${factText(fact, 'actor')} ${factNumber(fact, 'advice')}`;
    expected.set(key, (expected.get(key) ?? 0) + factNumber(fact, 'bytes'));
  }
  workloadDid(expected.size === 6, `6 kinds of advice by name, not ${expected.size}`);
  return [
    ...[...expected].map(([key, bytes]) => {
      const [name = '', advice = ''] = key.split(' ');
      const claim = `${name} gave advice ${advice} for ${bytes} bytes`;
      const kind = [Number(advice), nameOf[advice] ?? /MADV_/];
      return totalWithin(records, claim, { min: bytes, max: bytes }, name, kind);
    }),
    notReported(items(records), 'a process without madvise() is not shown', [factNumber(decoy, 'pid'), 'ken-outsider']),
  ];
};
export default oracle;

const nameOf: Record<string, RegExp> = {
  2: /sequential/i,
  8: /free/i,
  10: /dont_?fork/i,
  15: /no_?hugepage/i,
  20: /(?<![a-z])cold/i,
};
