import { stages, systemSeconds } from '../../record/record.ts';
import type { Stage } from '../../record/record.ts';
import { quantile } from '../../stats/bootstrap.ts';
import type { ReportCell, ReportGroup } from '../report-data.ts';
import { countOf, number } from './table.ts';
import { systemColumns, systemValues } from './system-columns.ts';
import type { Table } from './table.ts';

/** Wall-clock seconds per cell by stage. Errors are left out: their time says nothing of the system. */
export function latencyTable(group: ReportGroup): Table {
  const recorded = group.systems.some((system) => system.cells.some((cell) => cell.record.recorded));
  return {
    id: 'latency',
    title: 'Latency',
    notes: [
      'Mean seconds per cell on the machine of the run, summed over attempts; the judge is not part of the system and not in the total.',
      ...(recorded ? ['Model seconds of recorded or cached answers are those of the original call.'] : []),
    ],
    columns: [
      ...systemColumns,
      { name: 'cells', label: 'Cells' },
      ...stages.map((stage) => ({ name: `${stage}_mean_s`, label: `${stage} (s)` })),
      { name: 'total_median_s', label: 'total, median (s)' },
      { name: 'total_p90_s', label: 'total, 90 % below (s)' },
    ],
    rows: group.systems.map((system) => {
      const cells = system.cells.filter((cell) => cell.outcome !== 'error');
      const totals = cells.map((cell) => systemSeconds(cell.record));
      totals.sort((a, b) => a - b);
      return [
        ...systemValues(system),
        countOf(cells),
        ...stages.map((stage) => number(meanSeconds(cells, stage), 2)),
        number(totals.length > 0 ? quantile(totals, 0.5) : null, 2),
        number(totals.length > 0 ? quantile(totals, 0.9) : null, 2),
      ];
    }),
  };
}

export function meanSeconds(cells: readonly ReportCell[], stage: Stage): number | null {
  if (cells.length === 0) return null;
  return cells.reduce((sum, cell) => sum + secondsOf(cell, stage), 0) / cells.length;
}

function secondsOf(cell: ReportCell, stage: Stage): number {
  return stage === 'judge' ? cell.judgeSeconds : cell.record.seconds[stage];
}
