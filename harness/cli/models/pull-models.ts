import { join } from 'node:path';
import { KenError, quote } from '../../../ken/errors.ts';
import { pullModel } from '../../../ken/models/llama/pull-model.ts';
import { findModel, readModelsFile } from '../../../ken/models/models-file.ts';
import { modelsFolder } from '../../plan/models-folder.ts';
import { projectFolder } from '../../plan/open-catalogue.ts';

/** `ken models pull NAME...`: fetches files one after the other; prints name, SHA-256 and path of each. */
export async function pullModels(names: readonly string[]): Promise<void> {
  const entries = await readModelsFile(join(projectFolder, 'models.yaml'));
  const chosen = names.map((name) => {
    const entry = findModel(entries, name);
    if (entry.adapter === 'llama-cpp') return entry;
    throw new KenError('usage', `Model ${quote(name)} has the adapter ${entry.adapter}: there is no file to fetch`);
  });
  for (const entry of chosen) {
    let told = -1;
    const file = await pullModel(entry, modelsFolder(), ({ total, done }) => {
      const percent = total > 0 ? Math.floor((done / total) * 100) : 0;
      if (percent < told + 5) return;
      told = percent;
      console.error(`${entry.name}: ${percent} % of ${(total / 1e9).toFixed(1)} GB`);
    });
    console.log(`${entry.name}  ${file.sha256}  ${file.path}`);
  }
}
