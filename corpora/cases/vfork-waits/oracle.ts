import {
  factNumber,
  factsOf,
  factText,
  notReported,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { ownOutput } from '../own-output.ts';
import { timesReported } from '../timed-reports.ts';

const nanosecondsPerMillisecond = 1e6;

/** A sleep ends a little late. */
const tolerance = 12 * nanosecondsPerMillisecond;

const oracle: Oracle = ({ observation, facts }) => {
  const holds = factsOf(facts, 'held');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(holds.length === 3 && decoys.length === 2, 'three parents that are held, and two decoys');
  const all = ownOutput(observation);
  return [
    ...timesReported(
      all,
      holds.map((fact) => ({
        id: factNumber(fact, 'pid'),
        count: factNumber(fact, 'times'),
        span: {
          min: factNumber(fact, 'min') * nanosecondsPerMillisecond - tolerance / 10,
          max: factNumber(fact, 'max') * nanosecondsPerMillisecond + tolerance,
        },
        what: `the parent ${factNumber(fact, 'pid')}, held by ${factText(fact, 'how')}() for ${factText(fact, 'min')} ms,`,
      })),
    ),
    ...decoys.map((fact) => {
      const name = factText(fact, 'name');
      return notReported(all, `${name}, which nobody holds, is not reported`, [factNumber(fact, 'pid'), name]);
    }),
  ];
};
export default oracle;
