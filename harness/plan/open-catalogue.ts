import { join } from 'node:path';
import type { Memory } from '../../ken/memory/memory.ts';
import { readMemorySettings } from '../../ken/memory/memory-settings.ts';
import { openTrainMemory } from '../../ken/memory/open-train-memory.ts';
import { cacheFolder } from '../../ken/kernel/image/cache-folder.ts';
import { readIdentity } from '../../ken/kernel/image/identity.ts';
import type { ImageIdentity } from '../../ken/kernel/image/identity.ts';
import { readLock } from '../../ken/kernel/image/package-lock.ts';
import { imageHash } from '../../ken/kernel/image/recipe.ts';
import type { Model } from '../../ken/models/model.ts';
import type { ModelEntry as ModelsFileEntry } from '../../ken/models/model-entry.ts';
import { modelFacts } from '../../ken/models/model-facts.ts';
import { findModel, readModelsFile } from '../../ken/models/models-file.ts';
import { openModel } from '../../ken/models/open-model.ts';
import { promptVersion } from '../../ken/prompter/create-prompter.ts';
import { readCases } from '../cases/catalogue.ts';
import { exposureOf, readLeaks } from '../cases/leaks.ts';
import type { CaseDefinition } from '../cases/case.ts';
import { caseHash } from './case-hash.ts';
import { builtContracts } from './contracts-of-kernel.ts';
import { modelsFolder } from './models-folder.ts';
import type { Experiment } from './experiment.ts';
import type { Catalogue } from './plan.ts';

export const projectFolder = join(import.meta.dirname, '..', '..');

/** What an experiment needs, opened: the plan sees `catalogue`, the run uses the rest. No model is asked anything. */
export interface OpenCatalogue {
  catalogue: Catalogue;
  cases: Map<string, CaseDefinition>;
  models: Map<string, Model>;
  memory: Memory;
}

/**
 * Opens cases, models and training pairs of an experiment over a guest image. Whatever is wrong with them (an unknown
 * model, a key that is not set) shows here, before anything is spent.
 */
export async function openCatalogue(experiment: Experiment, image: ImageIdentity): Promise<OpenCatalogue> {
  const memory = await openProjectMemory(image);
  const entries = await readModelsFile(join(projectFolder, 'models.yaml'));
  const models = new Map<string, Model>();
  for (const name of experiment.models) models.set(name, await openProjectModel(findModel(entries, name), memory));
  const { kernel, bpftrace, hash } = image;
  const cases = await readCases();
  const leaks = await readLeaks();
  return {
    cases: new Map(cases.map((definition) => [definition.id, definition])),
    models,
    memory,
    catalogue: {
      cases: await Promise.all(
        cases.map(async (definition) => {
          const { id, folder, prompt, upstreamPrompt, frameworks } = definition;
          const hash = await caseHash(folder);
          return { id, hash, prompt, upstreamPrompt, frameworks, exposure: exposureOf(definition, leaks) };
        }),
      ),
      models: [...models.values()].map(({ name, kind, identity }) => {
        return { name, kind, identity, facts: modelFacts(findModel(entries, name)) };
      }),
      // What is retrieved is part of the prompt.
      promptVersion: `${promptVersion}-${memory.identity.slice(0, 8)}`,
      toolchain: { kernel, bpftrace, image: hash },
      trainSet: { identity: memory.identity, pairs: memory.size },
      contracts: await builtContracts(kernel),
    },
  };
}

/** The training pairs that memory.yaml names. */
export async function openProjectMemory(image: ImageIdentity): Promise<Memory> {
  return openTrainMemory(await readMemorySettings(join(projectFolder, 'memory.yaml')), {
    tools: join(image.folder, 'tools'),
    dataset: join(projectFolder, 'corpora', 'pairs', 'built', 'train.jsonl'),
    environment: process.env,
  });
}

/** The image that a run would use, if it has been built. */
export async function builtImage(): Promise<ImageIdentity | null> {
  const { text } = await readLock();
  return (await readIdentity(cacheFolder('images', imageHash(text)))) ?? null;
}

/** A model with the project's training pairs, response cache and folder of GGUF files. */
export function openProjectModel(entry: ModelsFileEntry, memory: Memory): Promise<Model> {
  return openModel(entry, {
    folder: projectFolder,
    environment: process.env,
    memory,
    modelsFolder: modelsFolder(),
    cache: { folder: cacheFolder('responses'), mode: 'read-write' },
  });
}
