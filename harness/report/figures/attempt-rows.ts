import { visibleLine } from '../escape/visible.ts';
import type { ReportGroup } from '../report-data.ts';
import type { FigureRow } from './render-figure.ts';

/** Attempts that have their own colour; later ones share the last. */
const shown = 5;

/** Whether any system of the group had a second attempt. */
export function hasAttempts(group: ReportGroup): boolean {
  return group.systems.some(({ cells }) => cells.some(({ record }) => record.attempts > 1));
}

/** Shares of the decided cells that are accurate with the first, second, ... attempt. */
export function attemptRows(group: ReportGroup): FigureRow[] {
  return group.systems.flatMap((system) => {
    const decided = system.cells.filter(({ outcome }) => outcome !== 'error' && outcome !== 'unjudged');
    const accurate = decided.filter(({ outcome }) => outcome === 'A');
    const most = accurate.reduce((larger, { record }) => Math.max(larger, record.attempts), 1);
    let before = 0;
    return Array.from({ length: Math.min(most, shown) }, (_, index) => {
      const number = index + 1;
      const count = accurate.filter(({ record }) => Math.min(record.attempts, shown) === number).length;
      const attempt = number === shown ? `${shown} or later` : String(number);
      const ink = number <= 2 ? '#ffffff' : '#16191d';
      const from = decided.length === 0 ? 0 : before / decided.length;
      before += count;
      const to = decided.length === 0 ? 0 : before / decided.length;
      const label = to - from >= 0.04 ? String(count) : '';
      return { system: visibleLine(system.label), attempt, from, to, middle: (from + to) / 2, label, ink };
    });
  });
}
