import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import Table from 'cli-table3';
import { modelFilePath } from '../../../ken/models/llama/model-file.ts';
import { modelFacts } from '../../../ken/models/model-facts.ts';
import type { ModelFacts } from '../../../ken/models/model-facts.ts';
import type { ModelEntry } from '../../../ken/models/model-entry.ts';
import { readModelsFile } from '../../../ken/models/models-file.ts';
import { modelsFolder } from '../../plan/models-folder.ts';
import { projectFolder } from '../../plan/open-catalogue.ts';

/** The text of `ken models list`: what models.yaml says and what is missing. Nobody is asked, no key is shown. */
export async function listModels(json: boolean): Promise<string> {
  const entries = await readModelsFile(join(projectFolder, 'models.yaml'));
  const rows = await Promise.all(
    entries.map(async (entry) => ({
      name: entry.name,
      adapter: entry.adapter,
      model: modelOf(entry),
      ...modelFacts(entry),
      missing: await missingFor(entry),
    })),
  );
  if (json) return JSON.stringify(rows);
  const table = new Table({
    head: ['name', 'adapter', 'model', 'context', '$ for 1M tokens', 'leaves this machine', 'missing'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, adapter, model, contextTokens, prices, leaves, receiver, missing } of rows) {
    table.push([
      ...[name, adapter, model, contextTokens === null ? '' : String(contextTokens), priceText(prices)],
      ...[leaves === 'nothing' ? 'nothing' : `${leaves}, to ${receiver ?? 'unknown'}`, missing ?? ''],
    ]);
  }
  return table.toString();
}

/** What has to be there before the model can be opened, or null. */
export async function missingFor(entry: ModelEntry): Promise<string | null> {
  const variable = 'keyVariable' in entry ? entry.keyVariable : undefined;
  if (variable !== undefined && (process.env[variable] ?? '') === '') return `${variable} is not set`;
  if (entry.adapter !== 'llama-cpp') return null;
  const there = await stat(modelFilePath(entry, modelsFolder())).then(
    () => true,
    () => false,
  );
  return there ? null : `its file (ken models pull ${entry.name})`;
}

function modelOf(entry: ModelEntry): string {
  if ('model' in entry) return entry.model;
  if ('file' in entry) return entry.file;
  return 'recording' in entry ? entry.recording : '';
}

function priceText(prices: ModelFacts['prices']): string {
  if (prices === null) return 'unknown';
  return prices.input === 0 && prices.output === 0 ? 'none' : `${prices.input} in, ${prices.output} out`;
}
