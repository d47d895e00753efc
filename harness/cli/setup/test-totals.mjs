import { existsSync, readFileSync } from 'node:fs';

/**
 * Adds up reports of vitest's JSON reporter. A report that was not written, or a file that could not be loaded, counts
 * as one failure: no answer is never a pass.
 */
export function testTotals(files) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files) {
    const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
    if (report === null) {
      totals.failed += 1;
      continue;
    }
    totals.passed += report.numPassedTests;
    totals.failed += report.numFailedTests;
    totals.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
    const brokenFiles = report.testResults.filter(
      (each) => each.status === 'failed' && each.assertionResults.length === 0,
    );
    totals.failed += brokenFiles.length;
  }
  return totals;
}

/** The line that CI reads. */
export const totalsLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
