import { caseStatistics, formatCaseStatistics } from './case-statistics.ts';
import { readCases } from './catalogue.ts';
import { readLeaks } from './leaks.ts';

/** The whole of `ken cases stats`. */
export async function printStatistics(json: boolean): Promise<string> {
  const statistics = caseStatistics(await readCases(), await readLeaks());
  return json ? JSON.stringify(statistics, null, 2) : formatCaseStatistics(statistics);
}
