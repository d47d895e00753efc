import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readDecisions } from '../../../dataset-builder/curation/decisions-file.ts';
import { buildPairs } from '../../../dataset-builder/pairs/build/build-pairs.ts';
import { collectPrograms } from '../../../dataset-builder/pairs/build/collect-programs.ts';
import { datasetFiles, type DatasetFiles } from '../../../dataset-builder/pairs/build/dataset-files.ts';
import {
  compareManifests,
  manifestOf,
  readManifest,
  type Manifest,
} from '../../../dataset-builder/pairs/build/manifest.ts';
import { writeBuild } from '../../../dataset-builder/pairs/build/write-build.ts';
import { readWrittenPrompts } from '../../../dataset-builder/pairs/build/written-prompts.ts';
import { readSources } from '../../../dataset-builder/pairs/sources/read-sources.ts';
import { readValidations } from '../../../dataset-builder/pairs/validate/validation-journal.ts';
import { KenError, quote } from '../../../ken/errors.ts';
import { datasetStatistics, formatStatistics } from './statistics.ts';

export const corporaFolder = fileURLToPath(new URL('../../../corpora', import.meta.url));

export interface BuildFlags {
  source?: string[];
  only?: string[];
  out?: string;
  fetch: boolean;
  accept?: true;
  json?: true;
}

/** `ken pairs build`: from the recipe to a folder. Returns false when the committed manifest names other content. */
export async function runBuild(flags: BuildFlags): Promise<{ output: string; ok: boolean }> {
  const files = datasetFiles(corporaFolder, flags.out);
  const started = performance.now();
  const progress = (message: string): void => console.error(`ken: ${message}`);
  const sources = await readSources(files.sources);
  const given = givenFolders(flags.source ?? [], new Set(sources.map(({ id }) => id)));
  const wanted = flags.only ? sources.filter(({ id }) => flags.only?.includes(id)) : sources;
  const { programs, reports } = await collectPrograms(wanted, { given, fetch: flags.fetch, progress });
  const { pairs, staleDecisions } = buildPairs({
    programs,
    written: await readWrittenPrompts({ project: files.prompts, model: files.modelPrompts }),
    validations: await readValidations(files.validations),
    decisions: await readDecisions(files.decisions),
  });
  await writeBuild(files.built, pairs, reports);
  for (const { pair, author } of staleDecisions) progress(`the decision of ${author} on ${pair} is stale: not applied`);
  const manifest = manifestOf(pairs, reports);
  const verdict = await checkManifest(files, manifest, flags.accept ?? false);
  const seconds = (performance.now() - started) / 1000;
  const statistics = datasetStatistics(pairs, reports);
  const output = flags.json
    ? JSON.stringify({ ...statistics, dataset: manifest.dataset, manifest: verdict.text, seconds }, null, 2)
    : [
        formatStatistics(statistics),
        '',
        `dataset ${manifest.dataset}`,
        verdict.text,
        `built in ${seconds.toFixed(1)} s`,
      ].join('\n');
  return { output, ok: verdict.ok };
}

async function checkManifest(
  files: DatasetFiles,
  manifest: Manifest,
  accept: boolean,
): Promise<{ text: string; ok: boolean }> {
  if (accept) {
    await writeFile(files.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
    return { text: 'the manifest was written', ok: true };
  }
  const committed = await readManifest(files.manifest);
  if (!committed) return { text: 'there is no manifest to compare with', ok: true };
  if (committed.dataset === manifest.dataset) return { text: 'every entry is as the manifest says', ok: true };
  const { added, removed, changed } = compareManifests(committed, manifest);
  const have = new Set(manifest.sources.filter(({ status }) => status === 'ready').map(({ source }) => source));
  const missing = committed.sources.filter(({ source, status }) => status === 'ready' && !have.has(source));
  const why = missing.length > 0 ? `; not available: ${missing.map(({ source }) => source).join(', ')}` : '';
  return {
    text: `it is not what the manifest says: ${added.length} added, ${removed.length} removed, ${changed.length} changed${why}`,
    // Other sources than those of the manifest are no fault.
    ok: missing.length > 0 || manifest.sources.length !== committed.sources.length || added.length > 0,
  };
}

export function givenFolders(options: readonly string[], known: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(
    options.map((option) => {
      const [id = '', ...rest] = option.split('=');
      const folder = rest.join('=');
      if (!known.has(id) || folder === '') {
        throw new KenError('usage', `${quote(option)} names no source and folder`, {
          hint: `Write --source ID=FOLDER; sources: ${[...known].join(', ')}`,
        });
      }
      return [id, folder];
    }),
  );
}
