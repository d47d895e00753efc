import { comparePage } from '../compare/compare-page.ts';
import { contractsPage } from '../curation/contracts-page.ts';
import { decideOnPair, pairPage, pairsPage } from '../curation/pair-pages.ts';
import { agreementPage } from '../labels/agreement-page.ts';
import { agreedFile, nextItem, saveLabel, storeAgreed } from '../labels/label-actions.ts';
import { labelPage, labelStartPage } from '../labels/label-pages.ts';
import { cellPage } from '../cell/cell-page.ts';
import { liveData, livePage } from '../live/live-page.ts';
import { runPage } from '../runs/run-page.ts';
import { runsPage } from '../runs/runs-page.ts';
import type { Viewer } from '../viewer.ts';
import { asset } from './assets.ts';
import { PageFault } from './page-fault.ts';
import type { Reply } from './reply.ts';

/** Finds the page of an address. Names in it are only ever looked up in lists of ours, never made into a path. */
export function route(url: URL, form: URLSearchParams | null, viewer: Viewer): Reply | Promise<Reply> {
  const [area = '', first, second, third, ...rest] = segmentsOf(url.pathname);
  const query = url.searchParams;
  const depth = [area, first, second, third].filter((segment) => segment !== undefined && segment !== '').length;
  if (rest.length > 0) throw unknown(url);
  if (form) return post(url, form, viewer, [area, first, second]);
  if (area === '') return runsPage(viewer);
  if (area === 'assets' && depth === 2) return asset(first ?? '');
  if (area === 'compare' && depth === 1) return comparePage(query, viewer);
  if (area === 'runs' && first !== undefined) {
    if (depth === 2) return runPage(first, query, viewer);
    if (depth === 3 && second === 'live') return livePage(first, viewer);
    if (depth === 3 && second === 'live.json') return liveData(first, viewer);
    if (depth === 4 && second === 'cells') return cellPage(first, third ?? '', query, viewer);
  }
  if (area === 'label') {
    if (depth === 1) return labelStartPage(viewer);
    if (depth === 2 && first === 'next') return nextItem(query, viewer);
    if (depth === 2 && first === 'agreement') return agreementPage(viewer);
    if (depth === 2 && first === 'agreed.jsonl') return agreedFile(viewer);
    if (depth === 2) return labelPage(first ?? '', query, viewer);
  }
  if (area === 'curation') {
    if (depth === 2 && first === 'pairs') return pairsPage(query, viewer);
    if (depth === 3 && first === 'pairs') return pairPage(second ?? '', query, viewer);
    if (depth === 2 && first === 'contracts') return contractsPage(query, viewer);
  }
  throw unknown(url);
}

function post(
  url: URL,
  form: URLSearchParams,
  viewer: Viewer,
  [area, first, second]: readonly (string | undefined)[],
): Promise<Reply> {
  if (area === 'label' && first === 'store' && second === undefined) return storeAgreed(viewer);
  if (area === 'label' && first !== undefined && second === undefined) return saveLabel(first, form, viewer);
  if (area === 'curation' && first === 'pairs' && second !== undefined) {
    return decideOnPair(second, form, url.searchParams, viewer);
  }
  throw unknown(url);
}

function segmentsOf(pathname: string): string[] {
  try {
    return pathname.slice(1).split('/').map(decodeURIComponent);
  } catch {
    throw new PageFault(400, 'the address is not well written', 'Start from the list of runs.');
  }
}

function unknown(url: URL): PageFault {
  return new PageFault(404, `there is no page ${JSON.stringify(url.pathname)}`, 'Start from the list of runs.');
}
