import { compare, mayBeRelated } from '../similarity/relations.ts';
import { UnionFind } from '../similarity/union-find.ts';
import type { MergedProgram } from './merge-duplicates.ts';

/**
 * The group of every entry, by its index: programs that are related, or carry the same curated name in any framework,
 * must be on the same side of every split. A group is named after its first member.
 */
export function groupPrograms(entries: readonly MergedProgram[]): string[] {
  const groups = new UnionFind(entries.length);
  const names = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const { collection, program } = entry.kept;
    if (collection.form === 'programs' && !collection.genericNames && !generic.has(program.name)) {
      const first = names.get(program.name);
      if (first === undefined) names.set(program.name, index);
      else groups.join(first, index);
    }
    for (let other = 0; other < index; other += 1) {
      const earlier = entries[other];
      if (earlier?.kept.program.framework !== program.framework || groups.find(other) === groups.find(index)) continue;
      if (!mayBeRelated(earlier.fingerprint, entry.fingerprint)) continue;
      if (compare(earlier.fingerprint, entry.fingerprint).relation !== 'none') groups.join(other, index);
    }
  }
  return entries.map((_, index) => entries[groups.find(index)]?.id ?? '');
}

/** Names that several unrelated programs have. */
const generic = new Set(
  'main minimal profile uprobe kprobe fentry tracepoint xdp tc tcx hello usdt sockops lsm program bootstrap stat core test common timer iter ksyscall maximal'.split(
    ' ',
  ),
);
