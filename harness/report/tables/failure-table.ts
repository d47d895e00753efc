import { errorCauses, gateStatuses } from '../../record/record.ts';
import type { ReportCell, ReportGroup } from '../report-data.ts';
import { countOf } from './table.ts';
import { systemColumns, systemValues } from './system-columns.ts';
import type { Table } from './table.ts';

const statusLabels: Record<(typeof gateStatuses)[number], string> = {
  accepted: 'accepted',
  'compile-failed': 'does not compile',
  rejected: 'verifier rejects',
  'attach-failed': 'nothing attaches',
  'partially-attached': 'some probes attach',
  'guest-fault': 'guest fault',
};

/** Where cells ended: status of the gate, no program at all, and errors by cause. Each cell is counted once. */
export function failureTable(group: ReportGroup): Table {
  const seenCauses = errorCauses.filter((cause) =>
    group.systems.some((system) => system.cells.some((cell) => cell.error?.cause === cause)),
  );
  const notRun = group.systems.some((system) => system.cells.some(isNotRun));
  return {
    id: 'failures',
    title: 'What the gate said',
    notes: [
      'Status of the last candidate of a cell. Drift: refused here for reasons of language only, and judged after a repair.',
      ...(seenCauses.length > 0
        ? ['Errors are faults of the infrastructure; running the experiment again repeats them.']
        : []),
    ],
    columns: [
      ...systemColumns,
      ...gateStatuses.map((status) => ({ name: status.replace('-', '_'), label: statusLabels[status] })),
      { name: 'no_program', label: 'no program' },
      ...(notRun ? [{ name: 'not_run', label: 'not run here' }] : []),
      { name: 'drift', label: 'of which drift' },
      ...seenCauses.map((cause) => ({ name: `error_${cause}`, label: `error: ${cause}` })),
    ],
    rows: group.systems.map((system) => [
      ...systemValues(system),
      ...gateStatuses.map((status) => counted(system.cells, (cell) => !cell.error && cell.gate?.status === status)),
      counted(system.cells, (cell) => !cell.error && cell.gate === null && !isNotRun(cell)),
      ...(notRun ? [counted(system.cells, isNotRun)] : []),
      counted(system.cells, (cell) => (cell.judgement?.repairs.length ?? 0) > 0),
      ...seenCauses.map((cause) => counted(system.cells, (cell) => cell.error?.cause === cause)),
    ]),
  };
}

/** An imported program that no guest of ours has seen. */
export function isNotRun(cell: ReportCell): boolean {
  return !cell.error && cell.gate === null && cell.record.programHash !== null;
}

function counted(cells: readonly ReportCell[], test: (cell: ReportCell) => boolean) {
  return countOf(cells.filter(test));
}
