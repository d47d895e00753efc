import type { ObjectSite } from './object-sites.ts';
import type { UndefinedSite } from './undefined-sites.ts';

/**
 * The operations of the source that the bytecode does not show any more. With line information each is looked for in
 * its own line, where copies that the compiler made of one operation share a column; without, all are counted together.
 */
export function removedSites(source: readonly UndefinedSite[], bytecode: readonly ObjectSite[]): UndefinedSite[] {
  const hasLines = bytecode.some(({ line }) => line > 0);
  const left = new Map<string, number>();
  for (const place of hasLines ? distinct(bytecode) : bytecode) {
    const at = `${place.kind} ${hasLines ? place.line : 0}`;
    left.set(at, (left.get(at) ?? 0) + 1);
  }
  const removed: UndefinedSite[] = [];
  const shown = new Set<string>();
  const open: UndefinedSite[] = [];
  for (const site of source) {
    const at = `${site.kind} ${hasLines ? site.line : 0}`;
    const times = hasLines ? 1 : site.times;
    const key = `${site.kind} ${site.key}`;
    if (site.unused) removed.push(site);
    else if (shown.has(key)) continue;
    else if ((left.get(at) ?? 0) >= times) {
      left.set(at, (left.get(at) ?? 0) - times);
      shown.add(key);
    } else open.push(site);
  }
  return [...removed, ...open.filter(({ kind, key }) => !shown.has(`${kind} ${key}`))];
}

function distinct(sites: readonly ObjectSite[]): ObjectSite[] {
  return [...new Map(sites.map((site) => [`${site.kind} ${site.line} ${site.column}`, site])).values()];
}
