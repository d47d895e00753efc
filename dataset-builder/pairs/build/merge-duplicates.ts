import { compare, mayBeRelated, type Comparison } from '../similarity/relations.ts';
import { fingerprintOf, type Fingerprint } from '../similarity/program-similarity.ts';
import type { CollectedProgram } from './collect-programs.ts';

/** A program that is kept, and the others that are the same. */
export interface MergedProgram {
  id: string;
  kept: CollectedProgram;
  fingerprint: Fingerprint;
  alternates: { program: CollectedProgram; comparison: Comparison }[];
}

/**
 * One entry for each program: the first in the order of the sources is kept. A later one is its alternate when it has the
 * same id (another release) or is a duplicate. Of several releases the one with the best standing is kept. Two different programs of one name in one source get numbered ids.
 */
export function mergeDuplicates(
  programs: readonly CollectedProgram[],
  standing: (text: string) => Standing,
): MergedProgram[] {
  const merged: MergedProgram[] = [];
  const byId = new Map<string, MergedProgram>();
  for (const program of programs) {
    const fingerprint = fingerprintOf(program.program, program.program.facts.hooks);
    const id = `${program.collection.id}/${program.program.name}`;
    const release = byId.get(id);
    if (release && release.kept.source.id !== program.source.id) {
      release.alternates.push({ program, comparison: compare(release.fingerprint, fingerprint) });
      continue;
    }
    const twin = merged.find(
      (other) =>
        other.kept.program.framework === program.program.framework &&
        mayBeRelated(other.fingerprint, fingerprint) &&
        compare(other.fingerprint, fingerprint).relation === 'duplicate',
    );
    if (twin) {
      twin.alternates.push({ program, comparison: compare(twin.fingerprint, fingerprint) });
      continue;
    }
    const entry: MergedProgram = { id: freeId(id, byId), kept: program, fingerprint, alternates: [] };
    merged.push(entry);
    byId.set(entry.id, entry);
  }
  return merged.map((entry) => withBestRelease(entry, standing));
}

/** What the gates said of a text: accepted by a verifier, not seen, or refused by all that have seen it. */
export type Standing = 'verified' | 'unseen' | 'refused';

const rank: Record<Standing, number> = { verified: 0, unseen: 1, refused: 2 };

/** A release that a gate refuses gives its place to another release of the same entry that it accepts or has not seen. */
function withBestRelease(entry: MergedProgram, standing: (text: string) => Standing): MergedProgram {
  const { kept, alternates, id } = entry;
  const rankOf = ({ program }: CollectedProgram): number => rank[standing(program.text)];
  const releases = alternates.filter(({ program }) => `${program.collection.id}/${program.program.name}` === id);
  const best = releases.reduce<CollectedProgram>(
    (chosen, { program }) => (rankOf(program) < rankOf(chosen) ? program : chosen),
    kept,
  );
  if (best === kept) return entry;
  const fingerprint = fingerprintOf(best.program, best.program.facts.hooks);
  return {
    id,
    kept: best,
    fingerprint,
    alternates: [kept, ...alternates.map(({ program }) => program).filter((program) => program !== best)].map(
      (program) => {
        return {
          program,
          comparison: compare(fingerprint, fingerprintOf(program.program, program.program.facts.hooks)),
        };
      },
    ),
  };
}

function freeId(id: string, taken: ReadonlyMap<string, unknown>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? id : `${id}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
