import type { ReportGroup } from '../report-data.ts';
import { countOf, rateOf } from './table.ts';
import { systemColumns, systemValues } from './system-columns.ts';
import type { Table } from './table.ts';

/** How many rounds of the feedback loop were used, and what each further round adds. */
export function attemptsTable(group: ReportGroup): Table {
  const all = group.systems.flatMap((system) => system.cells.map((cell) => cell.record.attempts));
  const most = all.reduce((larger, attempts) => Math.max(larger, attempts), 1);
  const rounds = Array.from({ length: most }, (_, index) => index + 1);
  return {
    id: 'attempts',
    title: 'Attempts of the feedback loop',
    notes: [
      'Ended with attempt k: the program was verified, or the budget was used up. Accurate by k: within the first k attempts, of the decided cells.',
    ],
    columns: [
      ...systemColumns,
      ...rounds.map((round) => ({ name: `ended_${round}`, label: `Ended with ${round}` })),
      ...rounds.map((round) => ({ name: `accurate_by_${round}`, label: `A by ${round}` })),
    ],
    rows: group.systems.map((system) => {
      const decided = system.cells.filter((cell) => cell.outcome !== 'error' && cell.outcome !== 'unjudged');
      const accurate = decided.filter((cell) => cell.outcome === 'A');
      return [
        ...systemValues(system),
        ...rounds.map((round) => countOf(system.cells.filter((cell) => cell.record.attempts === round))),
        ...rounds.map((round) => {
          const within = accurate.filter((cell) => cell.record.attempts <= round);
          return rateOf(within, decided.length);
        }),
      ];
    }),
  };
}
