import { datasetFiles } from '../../../dataset-builder/pairs/build/dataset-files.ts';
import { compareManifests, manifestOf, readManifest } from '../../../dataset-builder/pairs/build/manifest.ts';
import type { Pair } from '../../../dataset-builder/pairs/build/pair.ts';
import { readBuild } from '../../../dataset-builder/pairs/build/write-build.ts';
import { KenError } from '../../../ken/errors.ts';
import { corporaFolder } from './build-command.ts';

/**
 * `ken pairs diff`: a build against another one, field by field, or against the committed manifest, entry by entry. The
 * second value is true when they are the same.
 */
export async function runDiff(
  other: string | undefined,
  { out }: { out?: string },
): Promise<{ output: string; same: boolean }> {
  const files = datasetFiles(corporaFolder, out);
  const now = await readBuild(files.built);
  const lines =
    other === undefined
      ? await againstManifest(now, files.manifest)
      : againstBuild((await readBuild(other)).pairs, now.pairs);
  return { output: lines.length === 0 ? 'no difference' : lines.join('\n'), same: lines.length === 0 };
}

async function againstManifest(
  { pairs, reports }: Awaited<ReturnType<typeof readBuild>>,
  file: string,
): Promise<string[]> {
  const committed = await readManifest(file);
  if (!committed)
    throw new KenError('config', 'there is no manifest to compare with', { hint: 'ken pairs build --accept' });
  const { added, removed, changed } = compareManifests(committed, manifestOf(pairs, reports));
  return [...added.map((id) => `+ ${id}`), ...removed.map((id) => `- ${id}`), ...changed.map((id) => `~ ${id}`)];
}

function againstBuild(before: readonly Pair[], after: readonly Pair[]): string[] {
  const old = new Map(before.map((pair) => [pair.id, pair]));
  const ids = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap((pair) => {
      const earlier = old.get(pair.id);
      if (!earlier) return [`+ ${pair.id}`];
      const fields = (Object.keys(pair) as (keyof Pair)[]).filter(
        (field) => JSON.stringify(pair[field]) !== JSON.stringify(earlier[field]),
      );
      return fields.length === 0 ? [] : [`~ ${pair.id}: ${fields.join(', ')}`];
    }),
    ...before.filter(({ id }) => !ids.has(id)).map(({ id }) => `- ${id}`),
  ];
}
