import type { Framework } from '../../../ken/program.ts';
import { bpftraceFacts } from '../extract/bpftrace-facts.ts';
import { leadingComment } from '../extract/leading-comment.ts';
import { libbpfFacts } from '../extract/libbpf-facts.ts';
import { fingerprintOf, jaccard } from '../similarity/program-similarity.ts';
import type { CollectedProgram } from './collect-programs.ts';

/** Where a released training program comes from: the most similar program of any source and release. */
export interface ReleasedMapping {
  index: number;
  framework: Framework;
  request: string;
  /** Null when no program of the sources shares a token shingle. */
  nearest: { source: string; pin: string; file: string; entry: string; shingles: number } | null;
}

/** Compared by content (token shingles, comments left out), over every release that was read; the first best wins. */
export async function mapReleased(
  released: readonly { framework: Framework; request: string; program: string }[],
  programs: readonly CollectedProgram[],
): Promise<ReleasedMapping[]> {
  const known = programs.map((collected) => {
    const { program } = collected;
    return { collected, fingerprint: fingerprintOf(program, program.facts.hooks) };
  });
  return Promise.all(
    released.map(async ({ framework, request, program }, index) => {
      const { rest } = leadingComment(program);
      const facts = framework === 'bpftrace' ? bpftraceFacts(rest) : await libbpfFacts(rest);
      const { shingles } = fingerprintOf({ framework, text: rest }, facts.hooks);
      let nearest: ReleasedMapping['nearest'] = null;
      for (const { collected, fingerprint } of known) {
        if (collected.program.framework !== framework) continue;
        const similarity = Math.round(jaccard(shingles, fingerprint.shingles) * 1000) / 1000;
        if (similarity <= (nearest?.shingles ?? 0)) continue;
        const { source, program: other, collection } = collected;
        nearest = {
          source: source.id,
          pin: source.kind === 'git' ? source.commit : source.version,
          file: other.file,
          entry: `${collection.id}/${other.name}`,
          shingles: similarity,
        };
      }
      return { index, framework, request, nearest };
    }),
  );
}
