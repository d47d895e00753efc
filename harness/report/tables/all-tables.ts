import type { ReportData, ReportGroup } from '../report-data.ts';
import { attemptsTable } from './attempts-table.ts';
import { caseTable } from './case-table.ts';
import { comparisonTable } from './comparison-table.ts';
import { costTable, hasCost } from './cost-table.ts';
import { endingTable } from './ending-table.ts';
import { exposureTable, isAudited } from './exposure-table.ts';
import { failureTable } from './failure-table.ts';
import { gateTable } from './gate-table.ts';
import { latencyTable } from './latency-table.ts';
import { outcomeTable } from './outcome-table.ts';
import { publishedTable } from './published-table.ts';
import type { Table } from './table.ts';

export interface GroupTables {
  group: ReportGroup;
  tables: Table[];
}

/** Tables across all groups, which stand before them. */
export function overviewTables(data: ReportData): Table[] {
  const published = publishedTable(data);
  return published ? [published] : [];
}

/** Every table of a report, in the order of reading. */
export function allTables(data: ReportData): GroupTables[] {
  return data.groups.map((group) => ({
    group,
    tables: [
      outcomeTable(group),
      gateTable(group),
      ...(isAudited(group) ? [exposureTable(group)] : []),
      ...(group.systems.length > 1 ? [comparisonTable(group)] : []),
      caseTable(group),
      attemptsTable(group),
      endingTable(group),
      failureTable(group),
      latencyTable(group),
      ...(hasCost(group) ? [costTable(group, data)] : []),
    ],
  }));
}
