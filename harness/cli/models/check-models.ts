import { join } from 'node:path';
import { KenError } from '../../../ken/errors.ts';
import type { ModelEntry } from '../../../ken/models/model-entry.ts';
import type { ModelReply } from '../../../ken/models/model.ts';
import { findModel, readModelsFile } from '../../../ken/models/models-file.ts';
import { openModel } from '../../../ken/models/open-model.ts';
import { modelsFolder } from '../../plan/models-folder.ts';
import { projectFolder } from '../../plan/open-catalogue.ts';
import { visible } from '../../report/escape/visible.ts';
import { missingFor } from './list-models.ts';

interface Check {
  name: string;
  state: 'answers' | 'fails' | 'skipped';
  detail: string;
}

/**
 * `ken models check`: one short question to each model, over the real adapter and without the response cache. Models
 * without a language model have nothing to be asked; models that lack a key or a file are skipped unless they are named.
 *
 * @returns whether every model that was asked answered.
 */
export async function checkModels(names: readonly string[], json: boolean): Promise<boolean> {
  const entries = await readModelsFile(join(projectFolder, 'models.yaml'));
  const chosen = names.length === 0 ? entries : names.map((name) => findModel(entries, name));
  let allAnswered = true;
  for (const entry of chosen) {
    const check = await checkModel(entry, names.length > 0);
    if (check.state === 'fails') allAnswered = false;
    console.log(json ? JSON.stringify(check) : `${check.state.padEnd(8)} ${check.name}: ${check.detail}`);
  }
  return allAnswered;
}

async function checkModel(entry: ModelEntry, named: boolean): Promise<Check> {
  const { name, adapter } = entry;
  if (adapter === 'replay' || adapter === 'retrieval-baseline') {
    return { name, state: 'skipped', detail: 'no language model' };
  }
  const missing = await missingFor(entry);
  if (missing !== null) return { name, state: named ? 'fails' : 'skipped', detail: `missing: ${missing}` };
  try {
    const options = { folder: projectFolder, environment: process.env, modelsFolder: modelsFolder() };
    const model = await openModel(entry, options);
    try {
      return { name, state: 'answers', detail: describe(await model.ask(question)) };
    } finally {
      await model.close();
    }
  } catch (error) {
    if (!(error instanceof KenError)) throw error;
    return {
      name,
      state: 'fails',
      detail: error.hint === undefined ? error.message : `${error.message}; ${error.hint}`,
    };
  }
}

const prompt = 'Answer with the single word ready.';
const question = {
  messages: [{ role: 'user' as const, content: prompt }],
  attempt: 1,
  trial: 1,
  seed: 1,
  task: { caseId: 'check', prompt, framework: 'bpftrace' as const },
};

function describe({ text, usage, seconds, resources, servedModel, retries }: ModelReply): string {
  const parts = [
    `${JSON.stringify(visible(text.slice(0, 40)))} in ${seconds.toFixed(1)} s`,
    usage ? `${usage.inputTokens} + ${usage.outputTokens} tokens` : 'usage unknown',
    ...(servedModel === undefined ? [] : [`served by ${visible(servedModel.slice(0, 80))}`]),
    ...(retries.length === 0 ? [] : [`after ${retries.length} failed calls`]),
  ];
  if (resources) {
    const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
    parts.push(
      `${resources.tokensPerSecond?.toFixed(1) ?? '?'} tokens/s on ${resources.device}`,
      `peak ${gigabytes(resources.peakRamBytes)} RAM, ${gigabytes(resources.peakVramBytes)} VRAM`,
    );
  }
  return parts.join(', ');
}
