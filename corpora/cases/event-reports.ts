import { finding, items, itemsWith, quoteItems, totalsFor } from '../../harness/judge/toolbox.ts';
import type { Finding, Item, OracleInput, Want } from '../../harness/judge/toolbox.ts';

type Records = OracleInput['observation']['records'];

/**
 * Each of `expected` equal events is reported, and none twice: as printed reports that show every want, or as a counter
 * under a key that shows every want. A program may print several different lines per event (entry and return); it may
 * not print the same line more often than the event happened. A histogram is no counter.
 */
export function eachReportedOnce(
  records: Records,
  claim: string,
  expected: number,
  ...wants: readonly Want[]
): Finding {
  const reports = itemsWith(items(records.filter(({ source }) => source !== 'map')), ...wants);
  if (printedOnce(timesPerForm(reports), expected)) return finding(true, claim, '');
  const counters = totalsFor(records, wants).filter(({ how, where }) => how !== 'lines' && !where.endsWith(' events'));
  if (counters.some(({ total }) => total === expected)) return finding(true, claim, '');
  const counted = counters.map(({ total, where }) => `${total} (${where})`).slice(0, 4);
  const seen = counted.length > 0 ? `; counters: ${counted.join(', ')}` : '';
  const wanted = wants.map((want) => [want].flat().map(String).join(' or ')).join(' with ');
  return finding(
    false,
    claim,
    `expected ${expected}: ${reports.length} reports that show ${wanted}: ${quoteItems(reports)}${seen}`,
  );
}

/** One form that occurs for every event, or several forms that share the events; none more often than the events. */
function printedOnce(times: readonly number[], expected: number): boolean {
  const total = times.reduce((sum, count) => sum + count, 0);
  if (total === 0 || times.some((count) => count > expected)) return false;
  return times.includes(expected) || total % expected === 0;
}

/** Reports that differ only in their numbers have one form. */
function timesPerForm(reports: readonly Item[]): number[] {
  const times = new Map<string, number>();
  for (const report of reports) {
    const bytes = report.bytes?.map(({ length }) => length).join(',') ?? '';
    const form = `${report.kind} ${bytes} ${report.text.replace(/[0-9a-f:.]*\d[0-9a-f:.]*/gi, '#')}`;
    times.set(form, (times.get(form) ?? 0) + 1);
  }
  return [...times.values()];
}
