import { clusteredBootstrap } from '../../stats/bootstrap.ts';
import type { ItemResult } from '../../stats/bootstrap.ts';
import type { Outcome } from '../../record/record.ts';
import { kindLabels } from '../report-data.ts';
import type { ReportCell, ReportGroup, System } from '../report-data.ts';
import { countOf, none, number, rateOf, text } from './table.ts';
import { kindNotes } from './system-columns.ts';
import type { Table, TableValue } from './table.ts';

/** The paper's A / FP / FN table (Tables 1 to 4), with counts, intervals, and what could not be decided kept apart. */
export function outcomeTable(group: ReportGroup): Table {
  const repeated = group.systems.some((system) => system.cells.some((cell) => cell.record.trial > 1));
  return {
    id: 'outcomes',
    title: 'Outcomes',
    notes: [
      ...kindNotes(group),
      'A: a verified program that does what was asked. FP: a verified program that does not. FN: no verified program.',
      'Shares are of the decided cells (A + FP + FN), with 95 % Wilson intervals. Unjudged cells and errors of the infrastructure are in no share.',
      ...(repeated
        ? ['With repeated trials a Wilson interval is too narrow; the interval by case resamples cases, not trials.']
        : []),
    ],
    columns: [
      { name: 'configuration', label: 'Configuration' },
      { name: 'model', label: 'Model', minor: new Set(group.systems.map((system) => system.model)).size === 1 },
      { name: 'kind', label: 'Kind', minor: true },
      { name: 'framework', label: 'Framework', minor: true },
      { name: 'cells', label: 'Cells' },
      { name: 'accurate', label: 'A', note: 'accurate' },
      { name: 'false_positive', label: 'FP', note: 'verified, and judged incorrect' },
      { name: 'false_negative', label: 'FN', note: 'nothing verified' },
      { name: 'unjudged', label: 'Unjudged' },
      { name: 'errors', label: 'Errors' },
      { name: 'accurate_of_all', label: 'A of all cells' },
      ...(repeated ? [{ name: 'accurate_by_case', label: 'A, interval by case (%)' }] : []),
    ],
    rows: group.systems.map((system) => row(system, repeated)),
  };
}

function row(system: System, repeated: boolean): TableValue[] {
  const { cells } = system;
  const ending = (outcome: Outcome): ReportCell[] => cells.filter((cell) => cell.outcome === outcome);
  const decided = ending('A').length + ending('FP').length + ending('FN').length;
  const share = (outcome: Outcome): TableValue => rateOf(ending(outcome), decided);
  return [
    text(system.run === null ? system.configuration : `${system.configuration} · ${system.run}`),
    text(system.model),
    text(kindLabels[system.modelKind]),
    text(system.framework),
    countOf(cells),
    share('A'),
    share('FP'),
    share('FN'),
    countOf(ending('unjudged')),
    countOf(ending('error')),
    rateOf(ending('A'), cells.length),
    ...(repeated ? [byCase(cells)] : []),
  ];
}

function byCase(cells: readonly ReportCell[]): TableValue {
  const estimate = clusteredBootstrap([...itemsByCase(cells).values()], { seed: 1 });
  if (!estimate) return none;
  return number(estimate.value * 100, 0, { low: estimate.low * 100, high: estimate.high * 100 });
}

/** Accurate and decided cells of each case: what the bootstrap resamples. */
export function itemsByCase(cells: readonly ReportCell[]): Map<string, ItemResult> {
  const items = new Map<string, ItemResult>();
  for (const cell of cells) {
    if (cell.outcome === 'unjudged' || cell.outcome === 'error') continue;
    const item = items.get(cell.record.case) ?? { successes: 0, total: 0 };
    items.set(cell.record.case, {
      successes: item.successes + (cell.outcome === 'A' ? 1 : 0),
      total: item.total + 1,
    });
  }
  return items;
}

export function countOutcome(cells: readonly ReportCell[], outcome: Outcome): number {
  return cells.filter((cell) => cell.outcome === outcome).length;
}
