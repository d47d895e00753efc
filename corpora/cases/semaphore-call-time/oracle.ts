import { factNumber, factsOf, finding, theFact, workloadDid, type Oracle } from '../../../harness/judge/toolbox.ts';
import { countBetween, describeDistribution, distributions } from '../distributions.ts';

/** The call that times out may be missing; a call that is cut off at the start or the end of the trace is no fault. */
const slack = 2;

/**
 * A histogram in microseconds that holds the waits of both lengths and the calls that are over at once, each once, and no
 * other call.
 */
const oracle: Oracle = ({ observation, facts }) => {
  const waits = factsOf(facts, 'waits');
  const quick = factsOf(facts, 'quick').reduce((sum, fact) => sum + factNumber(fact, 'count'), 0);
  const decoy = factNumber(theFact(facts, 'decoy'), 'milliseconds') * 1000;
  workloadDid(waits.length === 4 && quick > 0, 'waits of two lengths by both calls, and quick calls');
  const sum = (field: string, among = waits): number =>
    among.reduce((total, fact) => total + factNumber(fact, field), 0);
  const of = (long: boolean): { count: number; min: number; max: number } => {
    const group = waits.filter((fact) => factNumber(fact, 'longest') > 200_000 === long);
    const shortest = Math.min(...group.map((fact) => factNumber(fact, 'shortest')));
    // The process sees a little more than the call itself.
    return {
      count: sum('count', group),
      min: shortest - 3000,
      max: Math.max(...group.map((fact) => factNumber(fact, 'longest'))),
    };
  };
  const [short, long] = [of(false), of(true)];
  workloadDid(long.max < decoy * 0.75 && short.max < 60_000, 'waits that lie apart');
  // Who gives makes a quick call for each wait.
  const quickAll = quick + sum('quick');
  const found = distributions(observation.records);
  const holds = found.some((distribution) => {
    const between = (min: number, max: number): number => countBetween(distribution, min, max);
    const near = (count: number, expected: number): boolean => count >= expected && count <= expected + slack;
    return (
      near(between(short.min, short.max), short.count) &&
      between(long.min, long.max) === long.count &&
      Math.abs(between(0, 10_000) - quickAll) <= slack &&
      between(decoy, decoy * 10) === 0 &&
      between(0, Number.MAX_SAFE_INTEGER) <= short.count + long.count + quickAll + slack
    );
  });
  const shown = found.map(describeDistribution).slice(0, 2).join(' | ');
  return [
    finding(
      holds,
      `a histogram in microseconds holds ${quickAll} quick calls, ${short.count} waits of ${short.min} to ${short.max} and ` +
        `${long.count} of ${long.min} to ${long.max}, and nothing else`,
      shown === '' ? 'no histogram is shown' : shown,
    ),
  ];
};
export default oracle;
