import { factNumber, factsOf, factText, theFact, workloadDid, type Oracle } from '../../../harness/judge/toolbox.ts';
import { ownOutput } from '../own-output.ts';
import { timesReported } from '../timed-reports.ts';

const nanosecondsPerMillisecond = 1e6;

/** The parent sees the end and the collection a little earlier or later than the kernel does. */
const tolerance = 25 * nanosecondsPerMillisecond;

const oracle: Oracle = ({ observation, facts }) => {
  const zombies = factsOf(facts, 'zombie').map((fact) => ({
    id: factNumber(fact, 'pid'),
    time: factNumber(fact, 'milliseconds') * nanosecondsPerMillisecond,
    name: factText(fact, 'name'),
  }));
  const collected = theFact(facts, 'collected');
  workloadDid(zombies.length === 3, 'three processes that stay zombies');
  workloadDid(new Set(zombies.map(({ id }) => id)).size === 3, 'each is collected once');
  const atOnce = { id: factNumber(collected, 'pid'), time: 0, name: factText(collected, 'name') };
  return timesReported(
    ownOutput(observation),
    [...zombies, atOnce].map(({ id, time, name }) => ({
      id,
      count: 1,
      span: { min: time - tolerance, max: time + tolerance },
      what: `process ${id} (${name}), a zombie for ${time / nanosecondsPerMillisecond} ms,`,
    })),
  );
};
export default oracle;
