import { visibleLine } from '../escape/visible.ts';
import type { ReportGroup } from '../report-data.ts';
import { endingOf } from '../tables/ending.ts';
import type { Ending } from '../tables/ending.ts';
import type { FigureRow } from './render-figure.ts';

/** From right to lost: good endings first, then the stages from the last to the first. */
const order: readonly Ending[] = [
  'accurate',
  'wrong',
  'does not attach',
  'kernel rejects',
  'does not compile',
  'verifier: not proved',
  'verifier: refuted',
  'no program',
  'not run here',
  'unjudged',
  'error',
];

/** Endings that are drawn so dark that a number on them is white. */
const dark = new Set<Ending>(['accurate', 'wrong', 'does not attach', 'kernel rejects', 'verifier: refuted', 'error']);

/** Share of each ending per system, with the number of cells where there is room for it. */
export function endingRows(group: ReportGroup): FigureRow[] {
  return group.systems.flatMap((system) => {
    const counts = new Map<Ending, number>();
    for (const cell of system.cells) counts.set(endingOf(cell), (counts.get(endingOf(cell)) ?? 0) + 1);
    let before = 0;
    return order.flatMap((ending, rank) => {
      const count = counts.get(ending) ?? 0;
      if (count === 0) return [];
      const from = before / system.cells.length;
      before += count;
      const to = before / system.cells.length;
      const label = to - from >= 0.02 + 0.012 * String(count).length ? String(count) : '';
      const ink = dark.has(ending) ? '#ffffff' : '#16191d';
      return [{ system: visibleLine(system.label), ending, rank, from, to, middle: (from + to) / 2, label, ink }];
    });
  });
}
