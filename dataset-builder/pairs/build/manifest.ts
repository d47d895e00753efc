import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { KenError } from '../../../ken/errors.ts';
import type { Pair } from './pair.ts';
import type { SourceReport } from './collect-programs.ts';

/** What a build must come out as: hashes only, so that it can be committed. */
export const manifestSchema = z.strictObject({
  /** SHA-256 over all entries. */
  dataset: z.string(),
  sources: z.array(z.strictObject({ source: z.string(), pin: z.string(), status: z.string(), programs: z.number() })),
  /** SHA-256 of each entry's line in pairs.jsonl, by id. */
  pairs: z.record(z.string(), z.string()),
});

export type Manifest = z.infer<typeof manifestSchema>;

export function manifestOf(pairs: readonly Pair[], reports: readonly SourceReport[]): Manifest {
  const hashes = Object.fromEntries(pairs.map((pair) => [pair.id, sha256(lineOf(pair))]));
  return {
    dataset: sha256(JSON.stringify(hashes)),
    sources: reports.map(({ source, pin, status, programs }) => ({ source, pin, status, programs })),
    pairs: hashes,
  };
}

/** An entry as it stands in pairs.jsonl. */
export function lineOf(pair: Pair): string {
  return JSON.stringify(pair);
}

/** Null when there is none. */
export async function readManifest(file: string): Promise<Manifest | null> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new KenError('storage', `${file} cannot be read`, { cause: error });
  });
  if (text === null) return null;
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new KenError('config', `${file} is no manifest of the dataset`, {
      cause,
      hint: 'Write it anew with: ken pairs build --accept',
    });
  }
}

/** Entries that differ between two manifests. */
export interface ManifestDifference {
  added: string[];
  removed: string[];
  changed: string[];
}

export function compareManifests(before: Manifest, after: Manifest): ManifestDifference {
  return {
    added: Object.keys(after.pairs).filter((id) => !(id in before.pairs)),
    removed: Object.keys(before.pairs).filter((id) => !(id in after.pairs)),
    changed: Object.keys(after.pairs).filter((id) => id in before.pairs && before.pairs[id] !== after.pairs[id]),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
