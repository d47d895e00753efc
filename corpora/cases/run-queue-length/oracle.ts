import { factNumber, finding, theFact, workloadDid, type Oracle } from '../../../harness/judge/toolbox.ts';
import { countBetween, describeDistribution, distributions, type Distribution } from '../distributions.ts';

/** A histogram with the long queue of the workload's processes, the short ones of the rest, and nothing absurd. */
const oracle: Oracle = ({ observation, facts }) => {
  const computed = theFact(facts, 'computed');
  const length = factNumber(computed, 'processes');
  workloadDid(factNumber(computed, 'milliseconds') < 4000, 'the processes computed at the same time');
  const found = distributions(observation.records);
  const shown = found.map(describeDistribution).slice(0, 2).join(' | ');
  return [
    finding(
      found.some((distribution) => shows(distribution, length)),
      `a histogram shows queues of length ${length} (or one less) and of length 0 to 1, and none that is longer than possible`,
      shown === '' ? 'no histogram is shown' : shown,
    ),
  ];
};
export default oracle;

/** Samples that a tracer must at least take in two busy seconds: ten a second. */
const fewest = 20;

/**
 * Most of the samples of the busy processor show the full queue. Lengths between are seen while the processes start and
 * end, and of the other processor more often by who looks at scheduler events.
 */
function shows(distribution: Distribution, length: number): boolean {
  const count = (min: number, max: number): number => countBetween(distribution, min, max);
  const all = count(-Infinity, Infinity);
  const full = count(length - 1, length);
  const short = count(0, 1);
  const absurd = count(-Infinity, -1) + count(64, Infinity);
  const others = all - full - short;
  return full >= fewest && short >= 0.1 * all && absurd === 0 && others <= 1.5 * full && full < 0.9 * all;
}
