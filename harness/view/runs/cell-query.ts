/** Filters of the cells of a run, as they stand in an address. Empty: not filtered. */
export const filterNames = ['outcome', 'configuration', 'case', 'model', 'framework', 'leak', 'split', 'text'] as const;
export type FilterName = (typeof filterNames)[number];

export const orders = ['plan', 'newest', 'slowest'] as const;
export type CellOrder = (typeof orders)[number];

export interface CellQuery {
  filters: Readonly<Record<FilterName, string>>;
  order: CellOrder;
  /** From 1. */
  page: number;
}

/** Cells on one page. */
export const pageSize = 50;

/** Reads what an address says; what is not understood is as if it were not there. */
export function parseCellQuery(search: URLSearchParams): CellQuery {
  const filters = Object.fromEntries(
    filterNames.map((name) => [name, (search.get(name) ?? '').trim().slice(0, 200)]),
  ) as Record<FilterName, string>;
  const order = orders.find((known) => known === search.get('order')) ?? 'plan';
  const page = /^[1-9]\d{0,8}$/.test(search.get('page') ?? '') ? Number(search.get('page')) : 1;
  return { filters, order, page };
}

/** The query as part of an address; what is not set is left out. */
export function queryText({ filters, order, page }: CellQuery): string {
  const search = new URLSearchParams();
  for (const name of filterNames) if (filters[name] !== '') search.set(name, filters[name]);
  if (order !== 'plan') search.set('order', order);
  if (page > 1) search.set('page', String(page));
  return search.toString();
}

/** The same query with one filter changed, from its first page. */
export function withFilter(query: CellQuery, name: FilterName, value: string): CellQuery {
  return { ...query, filters: { ...query.filters, [name]: value }, page: 1 };
}

/** No filter at all. */
export const everyCell: CellQuery = parseCellQuery(new URLSearchParams());
