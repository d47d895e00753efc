import { factNumber, finding, theFact, workloadDid, type Oracle } from '../../../harness/judge/toolbox.ts';
import { countBetween, describeDistribution, distributions, type Distribution } from '../distributions.ts';

/** Nanoseconds, microseconds and milliseconds, as parts of a microsecond. */
const units = [1000, 1, 0.001];

/** A histogram with the waits that the workload's processes saw, each once, and the short waits of the rest. */
const oracle: Oracle = ({ observation, facts }) => {
  const waits = theFact(facts, 'waits');
  const [count, rounds] = [factNumber(waits, 'count'), factNumber(waits, 'rounds')];
  workloadDid(count >= 3.6 * rounds, 'four processes that wait on the run queue in every round');
  const found = distributions(observation.records);
  const range = { min: factNumber(waits, 'shortest'), max: factNumber(waits, 'longest') };
  const holds = found.some((distribution) => units.some((unit) => shows(distribution, range, unit, count)));
  const shown = found.map(describeDistribution).slice(0, 2).join(' | ');
  return [
    finding(
      holds,
      `a histogram holds ${count} waits of ${range.min} to ${range.max} microseconds, and shorter ones`,
      shown === '' ? 'no histogram is shown' : shown,
    ),
  ];
};
export default oracle;

/**
 * The processes see a wait a little longer than the kernel does. The busy process runs and sleeps a quarter as often for
 * about as long.
 */
function shows(
  distribution: Distribution,
  range: { min: number; max: number },
  unit: number,
  expected: number,
): boolean {
  const [min, max] = [Math.floor((range.min - 1500) * unit), Math.ceil(range.max * unit)];
  const waits = countBetween(distribution, min, max);
  const shorter = countBetween(distribution, 0, Math.floor(8000 * unit));
  return waits >= 0.9 * expected && waits <= 1.35 * expected + 20 && shorter > 0 && shorter + waits > waits * 1.05;
}
