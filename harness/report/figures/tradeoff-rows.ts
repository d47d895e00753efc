import { systemSeconds } from '../../record/record.ts';
import { clusteredBootstrap } from '../../stats/bootstrap.ts';
import { wilsonInterval } from '../../stats/wilson.ts';
import type { Interval } from '../../stats/wilson.ts';
import { meanCost } from '../cell-cost.ts';
import { visibleLine } from '../escape/visible.ts';
import type { ReportCell, ReportData, ReportGroup } from '../report-data.ts';
import { itemsByCase } from '../tables/outcome-table.ts';
import type { FigureRow } from './render-figure.ts';

/** Accuracy of each system against its mean dollars per cell; systems whose cost is not known are left out. */
export function costRows(group: ReportGroup, data: ReportData): FigureRow[] {
  return points(group, (cells) => meanCost(cells, data));
}

/** Accuracy of each system against its mean seconds per cell, without the judge. */
export function latencyPoints(group: ReportGroup): FigureRow[] {
  return points(group, (cells) => cells.reduce((sum, cell) => sum + systemSeconds(cell.record), 0) / cells.length);
}

function points(group: ReportGroup, measure: (cells: readonly ReportCell[]) => number | null): FigureRow[] {
  return group.systems.flatMap((system) => {
    const cells = system.cells.filter((cell) => cell.outcome !== 'error');
    const decided = cells.filter((cell) => cell.outcome !== 'unjudged');
    const value = cells.length === 0 ? null : measure(cells);
    if (value === null || decided.length === 0) return [];
    const accurate = decided.filter((cell) => cell.outcome === 'A').length;
    const interval = accuracyInterval(decided);
    return [
      {
        system: visibleLine(system.label),
        value,
        accuracy: accurate / decided.length,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
      },
    ];
  });
}

/** By case when trials repeat cases, since repeats of one case are not independent. */
export function accuracyInterval(decided: readonly ReportCell[]): Interval | null {
  if (isRepeated(decided)) return clusteredBootstrap([...itemsByCase(decided).values()], { seed: 1 });
  return wilsonInterval(decided.filter((cell) => cell.outcome === 'A').length, decided.length);
}

export function isRepeated(cells: readonly ReportCell[]): boolean {
  return cells.some((cell) => cell.record.trial > 1);
}
