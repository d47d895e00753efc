import type { CellQuery } from '../runs/cell-query.ts';
import { queryText } from '../runs/cell-query.ts';

/** Every address of the viewer, so that none is put together by hand. */
export const links = {
  runs: '/',
  run: (run: string, query?: CellQuery): string => `/runs/${encodeURIComponent(run)}${asQuery(query)}`,
  cell: (run: string, key: string, query?: CellQuery): string =>
    `/runs/${encodeURIComponent(run)}/cells/${key}${asQuery(query)}`,
  live: (run: string): string => `/runs/${encodeURIComponent(run)}/live`,
  liveData: (run: string): string => `/runs/${encodeURIComponent(run)}/live.json`,
  compare: (first = '', second = ''): string =>
    first === '' && second === '' ? '/compare' : `/compare?${new URLSearchParams({ first, second }).toString()}`,
  labels: '/label',
  labelNext: (reader: string): string => `/label/next?${new URLSearchParams({ reader }).toString()}`,
  labelItem: (id: string, reader: string): string => `/label/${id}?${new URLSearchParams({ reader }).toString()}`,
  agreement: '/label/agreement',
  agreed: '/label/agreed.jsonl',
  storeAgreed: '/label/store',
  pairs: (reason = ''): string =>
    reason === '' ? '/curation/pairs' : `/curation/pairs?${new URLSearchParams({ reason }).toString()}`,
  pair: (id: string, reason = ''): string =>
    `/curation/pairs/${encodeURIComponent(id)}${reason === '' ? '' : `?${new URLSearchParams({ reason }).toString()}`}`,
  contracts: (query: Record<string, string> = {}): string => {
    const text = new URLSearchParams(query).toString();
    return text === '' ? '/curation/contracts' : `/curation/contracts?${text}`;
  },
} as const;

function asQuery(query: CellQuery | undefined): string {
  const text = query ? queryText(query) : '';
  return text === '' ? '' : `?${text}`;
}
