import { publishedResults, systemsOfPublished } from '../published-results.ts';
import type { PublishedResult } from '../published-results.ts';
import type { ReportData, System } from '../report-data.ts';
import { none, rateOf, text } from './table.ts';
import type { Table, TableValue } from './table.ts';

/**
 * What the paper says of a system, what its authors' released records show when our judge looks at them, and what was run
 * here, side by side; null when the report holds none of the paper's systems.
 */
export function publishedTable(data: ReportData): Table | null {
  const rows = publishedResults.flatMap((published) => rowsOf(published, data));
  if (rows.length === 0) return null;
  return {
    id: 'published',
    title: 'The paper, its released records, and the runs of this report',
    notes: [
      'Paper: shares of 40 requests, checked by hand there. Released records and runs here: judged by running the programs; shares are of the decided cells, with 95 % Wilson intervals.',
      'A run here stands beside a system of the paper when its switches are those that the paper describes. Models, kernels and sets of cases differ; the sections below name them.',
    ],
    columns: [
      { name: 'system', label: 'System of the paper' },
      { name: 'place', label: 'Where' },
      { name: 'source', label: 'Source' },
      { name: 'accurate', label: 'A' },
      { name: 'false_positive', label: 'FP' },
      { name: 'false_negative', label: 'FN' },
    ],
    rows,
  };
}

function rowsOf(published: PublishedResult, data: ReportData): TableValue[][] {
  const found = data.groups.flatMap((group) =>
    systemsOfPublished(published, group, data).map((system) => ({ group, system })),
  );
  if (found.length === 0) return [];
  const { system, place, accurate, falsePositive, falseNegative } = published;
  return [
    [text(system), text(place), text('the paper'), said(accurate), said(falsePositive), said(falseNegative)],
    ...found.map((one) => [
      text(''),
      text(''),
      text(
        one.group.id === 'recorded'
          ? `released records: ${one.system.label}`
          : `run here: ${one.system.label} · ${one.system.model}`,
      ),
      ...measured(one.system),
    ]),
  ];
}

function said(share: number | null): TableValue {
  return share === null ? none : text(`${(share * 100).toFixed(1).replace(/\.0$/, '')} %`);
}

function measured({ cells }: System): TableValue[] {
  const decided = cells.filter(({ outcome }) => outcome === 'A' || outcome === 'FP' || outcome === 'FN').length;
  return (['A', 'FP', 'FN'] as const).map((outcome) =>
    rateOf(
      cells.filter((cell) => cell.outcome === outcome),
      decided,
    ),
  );
}
