import { pairedBootstrapDifference } from '../../stats/bootstrap.ts';
import { holm } from '../../stats/holm.ts';
import { mcnemarExact } from '../../stats/mcnemar.ts';
import type { ReportCell, ReportGroup, System } from '../report-data.ts';
import { itemsByCase } from './outcome-table.ts';
import { countOf, none, number, text } from './table.ts';
import { kindNotes } from './system-columns.ts';
import type { Table } from './table.ts';

/** Systems against each other on the same cases: a difference of two rates means nothing without this. */
export function comparisonTable(group: ReportGroup): Table {
  const pairs = pairsOf(group.systems).map(([first, second]) => ({ first, second, ...compare(first, second) }));
  const adjusted = holm(pairs.map((pair) => pair.p ?? 1));
  return {
    id: 'comparisons',
    title: 'Paired comparisons',
    notes: [
      ...kindNotes(group),
      'Only cells that both systems decided, with the same case and trial. Difference: mean accuracy per case, first minus second, in percentage points, 95 % paired bootstrap over cases (2,000 resamples, seed 1).',
      'p: exact McNemar test, two-sided, then corrected for the number of comparisons (Holm). With repeated trials cells are not independent and there is no p.',
    ],
    columns: [
      { name: 'first', label: 'First' },
      { name: 'second', label: 'Second' },
      { name: 'pairs', label: 'Pairs' },
      { name: 'only_first', label: 'Only first A' },
      { name: 'only_second', label: 'Only second A' },
      { name: 'difference_points', label: 'Difference (points)' },
      { name: 'p', label: 'p' },
      { name: 'p_holm', label: 'p, corrected' },
    ],
    rows: pairs.map((pair, index) => [
      text(pair.first.label),
      text(pair.second.label),
      countOf(pair.pairs),
      pair.onlyFirst,
      pair.onlySecond,
      pair.difference,
      number(pair.p, 3),
      pair.p === null ? none : number(adjusted[index], 3),
    ]),
  };
}

/** All pairs of up to five systems; of more, each against the first, so that the table stays readable. */
function pairsOf(systems: readonly System[]): [System, System][] {
  return systems.flatMap((first, index) =>
    index > 0 && systems.length > 5 ? [] : systems.slice(index + 1).map((second): [System, System] => [first, second]),
  );
}

function compare(first: System, second: System) {
  const ofSecond = new Map(second.cells.filter(isDecided).map((cell) => [cellId(cell), cell]));
  const matched = first.cells.filter(isDecided).flatMap((cell) => {
    const other = ofSecond.get(cellId(cell));
    return other ? [{ first: cell, second: other }] : [];
  });
  const onlyFirst = matched.filter((pair) => pair.first.outcome === 'A' && pair.second.outcome !== 'A');
  const onlySecond = matched.filter((pair) => pair.first.outcome !== 'A' && pair.second.outcome === 'A');
  const repeated = new Set(matched.map((pair) => pair.first.record.case)).size < matched.length;
  const firstItems = itemsByCase(matched.map((pair) => pair.first));
  const secondItems = itemsByCase(matched.map((pair) => pair.second));
  const items = [...firstItems].map(([name, item]) => ({
    first: item,
    second: secondItems.get(name) ?? { successes: 0, total: 0 },
  }));
  const estimate = pairedBootstrapDifference(items, { seed: 1 });
  return {
    pairs: matched.map((pair) => pair.first),
    // Both sides of a pair: the reader wants to see why one was right and the other wrong.
    onlyFirst: { kind: 'count', value: onlyFirst.length, cells: onlyFirst.flatMap(bothOf) } as const,
    onlySecond: { kind: 'count', value: onlySecond.length, cells: onlySecond.flatMap(bothOf) } as const,
    p: repeated || matched.length === 0 ? null : mcnemarExact(onlyFirst.length, onlySecond.length),
    difference: estimate
      ? number(estimate.value * 100, 0, { low: estimate.low * 100, high: estimate.high * 100 })
      : none,
  };
}

function bothOf(pair: { first: ReportCell; second: ReportCell }): ReportCell[] {
  return [pair.first, pair.second];
}

function isDecided(cell: ReportCell): boolean {
  return cell.outcome !== 'unjudged' && cell.outcome !== 'error';
}

function cellId(cell: ReportCell): string {
  return `${cell.record.case} ${cell.record.trial}`;
}
