import { datasetFiles } from '../../../dataset-builder/pairs/build/dataset-files.ts';
import { manifestOf } from '../../../dataset-builder/pairs/build/manifest.ts';
import { readBuild } from '../../../dataset-builder/pairs/build/write-build.ts';
import { exportDataset } from '../../../dataset-builder/pairs/export/export-dataset.ts';
import { readCases } from '../../cases/catalogue.ts';
import { leakOfCase, readLeaks } from '../../cases/leaks.ts';
import { corporaFolder } from './build-command.ts';

/** `ken pairs export`: a build and the test set as a folder that others can load. */
export async function runExport(folder: string, { out }: { out?: string }): Promise<string> {
  const { pairs, reports } = await readBuild(datasetFiles(corporaFolder, out).built);
  const [cases, leaks] = await Promise.all([readCases(), readLeaks()]);
  const files = await exportDataset(folder, {
    pairs,
    reports,
    dataset: manifestOf(pairs, reports).dataset,
    cases: cases.flatMap((definition) =>
      definition.references.map(({ framework, text }) => ({
        id: definition.id,
        prompt: definition.prompt,
        framework,
        program: text,
        split: definition.split,
        leak: leakOfCase(definition, leaks),
      })),
    ),
  });
  return files.join('\n');
}
