import type { ReportGroup } from '../report-data.ts';
import { endingMeanings, endingOf, endings } from './ending.ts';
import { systemColumns, systemValues } from './system-columns.ts';
import { countOf } from './table.ts';
import type { Table } from './table.ts';

/** The stage at which each cell ended: where a system loses its cases. Every cell is counted once. */
export function endingTable(group: ReportGroup): Table {
  const seen = endings.filter((ending) =>
    group.systems.some(({ cells }) => cells.some((cell) => endingOf(cell) === ending)),
  );
  return {
    id: 'endings',
    title: 'Where cells ended',
    notes: [
      'Stages in the order of the loop; each cell is counted once. When the verifier refused one attempt and the gate another, the verifier is named.',
      `${seen.map((ending) => `${ending}: ${endingMeanings[ending]}`).join('; ')}.`,
    ],
    columns: [
      ...systemColumns,
      { name: 'cells', label: 'Cells' },
      ...seen.map((ending) => ({ name: ending.replace(/\W+/g, '_'), label: ending, note: endingMeanings[ending] })),
    ],
    rows: group.systems.map((system) => [
      ...systemValues(system),
      countOf(system.cells),
      ...seen.map((ending) => countOf(system.cells.filter((cell) => endingOf(cell) === ending))),
    ]),
  };
}
