import { KenError } from '../../ken/errors.ts';
import { openSide, pairSystems } from './choose-systems.ts';
import { compareSystems } from './compare-systems.ts';
import { formatComparison } from './format-comparison.ts';
import { runDifferences } from './run-differences.ts';

export interface CompareRequest {
  results: string;
  intersect?: boolean;
  failOnRegression?: boolean;
  json?: boolean;
}

/** Exit status of `--fail-on-regression` when the second system is worse and the difference is no chance. */
const regressionStatus = 4;

/**
 * `ken compare A B`. Cases that differ in content, or that one run lacks, make it refuse unless `--intersect` leaves them
 * out; other prompts or another kernel are said first, since they may be what is being compared.
 */
export async function runCompare(first: string, second: string, request: CompareRequest): Promise<void> {
  const [left, right] = [await openSide(first, request.results), await openSide(second, request.results)];
  const { notices, changedCases, unsharedCases } = runDifferences(left.run.manifest, right.run.manifest);
  const apart = [...changedCases, ...unsharedCases];
  if (apart.length > 0 && !request.intersect) {
    throw new KenError(
      'usage',
      `the runs differ in ${apart.length} cases: ${changedCases.length} were changed, ${unsharedCases.length} are in one only: ${apart.slice(0, 5).join(', ')}`,
      { hint: 'compare what is the same with --intersect, or run the older experiment again' },
    );
  }
  const comparisons = compareSystems(pairSystems(left, right), { seed: 1, changed: new Set(apart) });
  if (request.json) {
    console.log(
      JSON.stringify({
        first: left.run.manifest.run,
        second: right.run.manifest.run,
        notices,
        leftOut: apart,
        comparisons,
      }),
    );
  } else {
    for (const notice of notices) console.error(notice);
    if (apart.length > 0) console.error(`left out: ${apart.length} cases that the runs do not share`);
    console.log(formatComparison(comparisons));
  }
  const worse = comparisons.some(
    ({ pHolm, difference }) => pHolm < 0.05 && difference !== null && difference.value < 0,
  );
  if (request.failOnRegression && worse) process.exitCode = regressionStatus;
}
