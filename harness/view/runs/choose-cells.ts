import type { CellOrder, CellQuery, FilterName } from './cell-query.ts';
import { pageSize } from './cell-query.ts';
import type { CellRow } from './cell-row.ts';
import type { RunIndex } from './run-index.ts';

export interface ChosenCells {
  /** Every cell that passes the filters, in the wanted order. */
  rows: readonly CellRow[];
  /** Those of the wanted page. */
  shown: readonly CellRow[];
  /** The page that is shown: the last one when the address asks for a later one. */
  page: number;
  pages: number;
}

/** Filters, orders and cuts to a page. All filters must hold. */
export function chooseCells(index: RunIndex, query: CellQuery): ChosenCells {
  const passes = cellFilter(index, query);
  const rows = inOrder(index, query.order).filter(passes);
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const page = Math.min(query.page, pages);
  return { rows, shown: rows.slice((page - 1) * pageSize, page * pageSize), page, pages };
}

/** Choices of each filter with the number of cells, most frequent or planned first. */
export function choicesOf(index: RunIndex, name: Exclude<FilterName, 'text'>): [string, number][] {
  const read = reader(index, name);
  const counts = new Map<string, number>();
  for (const row of index.rows) {
    const value = read(row);
    if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const names = [...counts];
  return name === 'configuration' ? names : names.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function cellFilter(index: RunIndex, { filters }: CellQuery): (row: CellRow) => boolean {
  const { text, ...exact } = filters;
  const tests = Object.entries(exact)
    .filter(([, wanted]) => wanted !== '')
    .map(([name, wanted]) => ({ wanted, read: reader(index, name as Exclude<FilterName, 'text'>) }));
  const word = text.toLowerCase();
  const asked = new Set(
    index.manifest.cases.filter(({ prompt }) => prompt.toLowerCase().includes(word)).map(({ id }) => id),
  );
  const has = (value: string | null): boolean => value !== null && value.toLowerCase().includes(word);
  return (row) =>
    tests.every(({ wanted, read }) => read(row) === wanted) &&
    (word === '' ||
      asked.has(row.case) ||
      has(row.case) ||
      has(row.configuration) ||
      has(row.model) ||
      has(row.error) ||
      has(row.gate) ||
      has(row.verdict) ||
      has(row.judgement) ||
      row.key.startsWith(word));
}

function reader(index: RunIndex, name: Exclude<FilterName, 'text'>): (row: CellRow) => string {
  if (name !== 'leak' && name !== 'split') return (row) => row[name];
  const ofCase = new Map(index.manifest.cases.map((entry) => [entry.id, entry[name] ?? '']));
  return (row) => ofCase.get(row.case) ?? '';
}

const kept = new WeakMap<RunIndex, { version: number; order: CellOrder; rows: readonly CellRow[] }>();

/** `plan`: as the tables are, by case, configuration, model and trial. The last order of a run is kept. */
function inOrder(index: RunIndex, order: CellOrder): readonly CellRow[] {
  const known = kept.get(index);
  if (known?.version === index.version && known.order === order) return known.rows;
  const rows = [...index.rows].sort(comparison(index, order));
  kept.set(index, { version: index.version, order, rows });
  return rows;
}

function comparison({ manifest }: RunIndex, order: CellOrder): (a: CellRow, b: CellRow) => number {
  switch (order) {
    case 'newest':
      return (a, b) => b.finishedAt - a.finishedAt;
    case 'slowest':
      return (a, b) => b.seconds - a.seconds;
    case 'plan': {
      const cases = ranks(manifest.cases.map(({ id }) => id));
      const configurations = ranks(manifest.configurations.map(({ name }) => name));
      const models = ranks(manifest.models.map(({ name }) => name));
      return (a, b) =>
        cases(a.case) - cases(b.case) ||
        configurations(a.configuration) - configurations(b.configuration) ||
        models(a.model) - models(b.model) ||
        a.trial - b.trial;
    }
  }
}

function ranks(names: readonly string[]): (name: string) => number {
  const known = new Map(names.map((name, rank) => [name, rank]));
  return (name) => known.get(name) ?? names.length;
}
