import {
  factNumber,
  factsOf,
  factText,
  items,
  notReported,
  totalWithin,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { ownRecords } from '../own-records.ts';

/** The exact number of bytes punched out of each file; no file for which space was only reserved or that was cut. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const decoys = factsOf(facts, 'decoy');
  const expected = new Map<string, number>();
  for (const fact of factsOf(facts, 'punched')) {
    const name = factText(fact, 'name');
    expected.set(name, (expected.get(name) ?? 0) + factNumber(fact, 'bytes'));
  }
  workloadDid(expected.size === 2 && decoys.length === 2, 'two files with holes and two without');
  return [
    ...[...expected].map(([name, bytes]) =>
      totalWithin(records, `holes of ${bytes} bytes were punched into ${name}`, { min: bytes, max: bytes }, name),
    ),
    ...decoys.map((decoy) => {
      const name = factText(decoy, 'name');
      return notReported(items(records), `${name}, which has no holes, is not shown`, name);
    }),
  ];
};
export default oracle;
