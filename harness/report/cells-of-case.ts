import type { ReportCell, System } from './report-data.ts';

const indexes = new WeakMap<System, Map<string, ReportCell[]>>();

/** The cells of a system for one case; asked for every case in turn, it goes through the cells once. */
export function cellsOfCase(system: System, name: string): readonly ReportCell[] {
  const index = indexes.get(system) ?? makeIndex(system);
  return index.get(name) ?? [];
}

function makeIndex(system: System): Map<string, ReportCell[]> {
  const index = new Map<string, ReportCell[]>();
  for (const cell of system.cells) {
    const known = index.get(cell.record.case);
    if (known) known.push(cell);
    else index.set(cell.record.case, [cell]);
  }
  indexes.set(system, index);
  return index;
}
