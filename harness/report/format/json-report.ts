import { warnings } from '../run-facts.ts';
import type { ReportData } from '../report-data.ts';
import type { GroupTables } from '../tables/all-tables.ts';
import type { Table } from '../tables/table.ts';

/** The tables with their raw values and the facts they are valid for. */
export function jsonReport(data: ReportData, groups: readonly GroupTables[], overview: readonly Table[] = []): string {
  const report = {
    warnings: warnings(data),
    runs: data.runs.map(({ manifest, judgeVersion, missing }) => ({
      run: manifest.run,
      experiment: manifest.experiment,
      createdAt: manifest.createdAt,
      plannedCells: manifest.plannedCells,
      missing,
      partial: manifest.partial,
      seed: manifest.seed,
      judgeVersion,
    })),
    overview,
    groups: groups.map(({ group, tables }) => ({
      id: group.id,
      title: group.title,
      promptVersion: group.promptVersion,
      toolchain: group.toolchain,
      tables,
    })),
  };
  return `${JSON.stringify(report, withoutCells, 2)}\n`;
}

/** The cells behind a number are in `tables/cells.csv`; here they would be repeated in every table. */
function withoutCells(name: string, value: unknown): unknown {
  return name === 'cells' && Array.isArray(value) ? undefined : value;
}
