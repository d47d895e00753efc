import { outcomes } from '../../record/record.ts';
import { cellsOfCase } from '../cells-of-case.ts';
import type { ReportGroup } from '../report-data.ts';
import { countOutcome } from './outcome-table.ts';
import { none, text } from './table.ts';
import { kindNotes } from './system-columns.ts';
import type { Table } from './table.ts';

/** Each case against each system: one outcome, or how often each came up in the trials. */
export function caseTable(group: ReportGroup): Table {
  return {
    id: 'cases',
    title: 'Outcome of each case',
    notes: [...kindNotes(group), 'With several trials: how often each outcome came up.'],
    columns: [
      { name: 'case', label: 'Case' },
      ...group.systems.map((system, index) => ({ name: `system_${index + 1}`, label: system.label })),
    ],
    rows: group.cases.map((name) => [
      text(name),
      ...group.systems.map((system) => {
        const cells = cellsOfCase(system, name);
        if (cells.length === 0) return none;
        if (cells.length === 1) return text(cells[0]?.outcome ?? '');
        const counted = outcomes.map((outcome) => ({ outcome, found: countOutcome(cells, outcome) }));
        return text(
          counted
            .filter(({ found }) => found > 0)
            .map(({ outcome, found }) => `${found} ${outcome}`)
            .join(', '),
        );
      }),
    ]),
  };
}
