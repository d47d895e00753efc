import type { ReportCell, ReportGroup, System } from '../report-data.ts';
import { isCorrect, isDecided } from './gate-table.ts';
import { systemColumns, systemValues } from './system-columns.ts';
import { countOf, none, rateOf, text } from './table.ts';
import type { Table, TableValue } from './table.ts';

/** Whether any run of the group says how its cases relate to what a model is shown. */
export function isAudited(group: ReportGroup): boolean {
  return group.cases.some((id) => group.exposure.get(id)?.leak !== undefined);
}

/** The same figures as the gate table, cut by how much of an answer a model may have been shown. */
export function exposureTable(group: ReportGroup): Table {
  const upstream = group.systems.some((system) => system.cells.some((cell) => cell.record.upstream));
  return {
    id: 'exposure',
    title: 'By what a model may have been shown',
    notes: [
      'Nearest neighbour of a case among this project’s training pairs and fixed examples: same-task asks for the same thing, near for something close. Clean cases were written without a same-task neighbour.',
      ...(upstream ? ['What the authors’ own training set held of a case may differ.'] : []),
      'A difference between the rows of one system may also come from easier or harder cases.',
    ],
    columns: [
      ...systemColumns,
      { name: 'split', label: 'Split' },
      { name: 'leak', label: 'Neighbour' },
      { name: 'cells', label: 'Cells' },
      ...(upstream ? [{ name: 'upstream_passed', label: 'Passed upstream’s gate' }] : []),
      { name: 'gate_passed', label: 'Passed our gate' },
      { name: 'judged_correct', label: 'Judged correct', note: 'of the programs that the judge decided about' },
      { name: 'accurate', label: 'A of all cells' },
    ],
    rows: group.systems.flatMap((system) => rowsOf(system, group, upstream)),
  };
}

function rowsOf(system: System, group: ReportGroup, upstream: boolean): TableValue[][] {
  return splits.flatMap((split) =>
    leaks.flatMap((leak) => {
      const cells = system.cells.filter(({ record }) => {
        const exposure = group.exposure.get(record.case);
        return (exposure?.split ?? 'not said') === split && (exposure?.leak ?? 'unknown') === leak;
      });
      return cells.length === 0 ? [] : [row(system, split, leak, cells, upstream)];
    }),
  );
}

const splits = ['comparable', 'clean', 'not said'] as const;
const leaks = ['same-task', 'near', 'none', 'unknown'] as const;

function row(system: System, split: string, leak: string, cells: ReportCell[], upstream: boolean): TableValue[] {
  const known = cells.filter((cell) => cell.record.upstream);
  const gated = cells.filter((cell) => cell.gate && cell.gate.status !== 'guest-fault');
  return [
    ...systemValues(system),
    text(split),
    text(leak),
    countOf(cells),
    ...(upstream ? [known.length > 0 ? passing(known, (cell) => cell.record.upstream?.passed === true) : none] : []),
    passing(gated, (cell) => cell.gate?.status === 'accepted'),
    rateOf(cells.filter(isCorrect), cells.filter(isDecided).length),
    passing(cells, (cell) => cell.outcome === 'A'),
  ];
}

function passing(cells: readonly ReportCell[], test: (cell: ReportCell) => boolean): TableValue {
  return rateOf(cells.filter(test), cells.length);
}
