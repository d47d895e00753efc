import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GuestIdentity } from '../../ken/kernel/guest/job.ts';
import { maskedCode } from '../../ken/kernel/normalise/lexical-regions.ts';
import { topLevelItems } from '../../ken/kernel/normalise/top-level.ts';

/**
 * Kernel functions of earlier 6.x kernels that later ones have under another name, with the same arguments for the same
 * events. 6.10 gave all allocation functions the suffix `_noprof` (mm/slub.c, mm/page_alloc.c, mm/vmalloc.c); 6.9 renamed
 * swap_readpage (mm/page_io.c).
 */
const renamed: Readonly<Record<string, string>> = {
  swap_readpage: 'swap_read_folio',
  kmalloc_trace: '__kmalloc_cache_noprof',
  kmalloc_node_trace: '__kmalloc_cache_node_noprof',
  kmalloc_large: '__kmalloc_large_noprof',
  kmalloc_large_node: '__kmalloc_large_node_noprof',
  ...Object.fromEntries(
    [
      '__kmalloc',
      '__kmalloc_node',
      '__kmalloc_node_track_caller',
      'kmem_cache_alloc',
      'kmem_cache_alloc_bulk',
      'kmem_cache_alloc_lru',
      'kmem_cache_alloc_node',
      'krealloc',
      '__alloc_pages',
      'alloc_pages',
      '__folio_alloc',
      'folio_alloc',
      'vma_alloc_folio',
      '__vmalloc',
      'vmalloc',
      'vzalloc',
      '__vmalloc_node_range',
    ].map((name) => [name, `${name}_noprof`]),
  ),
};

/** Functions that later kernels inline, with a raw tracepoint inside that has the same first argument (block/blk-mq.c). */
const inlined: Readonly<Record<string, string>> = {
  blk_account_io_start: 'rawtracepoint:block_io_start',
  __blk_account_io_start: 'rawtracepoint:block_io_start',
  blk_account_io_done: 'rawtracepoint:block_io_done',
  __blk_account_io_done: 'rawtracepoint:block_io_done',
};

/**
 * Puts the name that the guest's kernel has where a script names a function of an earlier 6.x kernel. The script was right
 * there, and its meaning is what is judged; the gate never applies this. A place that the script names anyway is not named
 * twice. Null when there is nothing to put.
 */
export function repairKernelDrift(
  text: string,
  isTraceable: (name: string) => boolean,
): { text: string; repairs: string[] } | null {
  const code = maskedCode(text);
  const headers = topLevelItems(text, code).filter(({ kind }) => kind === 'probe');
  const named = new Set(
    headers.flatMap(({ start, blockStart }) => code.slice(start, blockStart).match(attachPoint) ?? []),
  );
  const repairs: string[] = [];
  let mended = text;
  for (const { start, blockStart } of headers.reverse()) {
    const places = [...code.slice(start, blockStart).matchAll(attachPoint)].reverse();
    for (const { index, 0: point, 1: kind = '', 2: name = '' } of places) {
      const to = laterPlace(kind, name);
      if (to === null || named.has(to) || isTraceable(name) || !isThere(to, isTraceable)) continue;
      named.add(to);
      repairs.unshift(`Traced ${to} for ${point}, which the guest's kernel no longer has under that name.`);
      mended = mended.slice(0, start + index) + to + mended.slice(start + index + point.length);
    }
  }
  return repairs.length > 0 ? { text: mended, repairs } : null;
}

/** Every function of the guest that a probe can be put on. */
export function traceableFunctions({ tree }: Pick<GuestIdentity, 'tree'>): (name: string) => boolean {
  const lines = readFileSync(path.join(tree, 'sys/kernel/tracing/available_filter_functions'), 'utf8').split('\n');
  const names = new Set(lines.map((line) => line.split(/\s/)[0] ?? ''));
  return (name) => names.has(name);
}

const attachPoint = /\b(kprobe|k|kretprobe|kr):(\w+)(?![\w.*:+])/g;

function laterPlace(kind: string, name: string): string | null {
  const later = renamed[name];
  if (later !== undefined) return `${kind}:${later}`;
  return kind.startsWith('kr') ? null : (inlined[name] ?? null);
}

const isThere = (place: string, isTraceable: (name: string) => boolean): boolean =>
  place.startsWith('rawtracepoint:') || isTraceable(place.slice(place.indexOf(':') + 1));
