import { existsSync, readFileSync } from 'node:fs';

/**
 * Adds up vitest's JSON reports. Each outcome is the report's file and the exit status of the vitest that wrote it. No
 * answer is never a pass: a report that is missing or broken, a project without any test, a file that failed outside its
 * tests, and a status that no failed test explains count as one failure each.
 */
export function testTotals(outcomes) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const { file, status } of outcomes) {
    const counted = countReport(readReport(file));
    if (status !== 0 && counted.failed === 0) counted.failed = 1;
    for (const key of Object.keys(totals)) totals[key] += counted[key];
  }
  return totals;
}

/** The line that CI reads. */
export const totalsLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

function readReport(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function countReport(report) {
  const counted = { passed: 0, failed: 0, skipped: 0 };
  if (!Array.isArray(report?.testResults)) return { ...counted, failed: 1 };
  for (const { status, assertionResults } of report.testResults) {
    const failedBefore = counted.failed;
    for (const each of assertionResults) {
      if (each.status === 'passed') counted.passed += 1;
      else if (each.status === 'failed') counted.failed += 1;
      else counted.skipped += 1;
    }
    // It could not be loaded, or a hook failed: vitest then lists its tests as skipped, or none at all.
    if (status === 'failed' && counted.failed === failedBefore) counted.failed += 1;
  }
  if (counted.passed + counted.failed + counted.skipped === 0) counted.failed = 1;
  return counted;
}
