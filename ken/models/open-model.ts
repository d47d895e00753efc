import path from 'node:path';
import { KenError, quote } from '../errors.ts';
import type { Memory } from '../memory/memory.ts';
import { withResponseCache } from './cache/response-cache.ts';
import type { CacheMode } from './cache/response-cache.ts';
import type { ModelEntry } from './model-entry.ts';
import type { Model } from './model.ts';

export interface OpenModelOptions {
  /** Folder of models.yaml, for the paths in it. */
  folder: string;
  /** Where keys are looked up: `process.env`. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Training pairs for the retrieval baseline. */
  memory?: Memory | null;
  /** Folder of GGUF files and of what is known of them; for models of the adapter `llama-cpp`. */
  modelsFolder?: string;
  /** Response cache of generative models; none without it. */
  cache?: { folder: string; mode: CacheMode };
}

/**
 * Opens a model of models.yaml. What is missing shows here, before anything is spent: a key whose variable is not set,
 * or a recording that cannot be read, throws `KenError('config')`. LangChain is loaded at the first call.
 */
export async function openModel(entry: ModelEntry, options: OpenModelOptions): Promise<Model> {
  const model = await openUncached(entry, options);
  return options.cache && model.kind === 'generative' ? withResponseCache(model, options.cache) : model;
}

async function openUncached(entry: ModelEntry, options: OpenModelOptions): Promise<Model> {
  switch (entry.adapter) {
    case 'openai-compatible': {
      const key = keyOf(entry.name, entry.keyVariable, options.environment);
      const { openAiCompatibleModel } = await import('./openai-compatible/openai-compatible-model.ts');
      return openAiCompatibleModel({ entry, key });
    }
    case 'langchain': {
      const key = keyOf(entry.name, entry.keyVariable, options.environment);
      const { langChainModel } = await import('./langchain-provider/langchain-model.ts');
      return langChainModel({ entry, key });
    }
    case 'anthropic': {
      const key = keyOf(entry.name, entry.keyVariable, options.environment);
      const { anthropicModel } = await import('./anthropic/anthropic-model.ts');
      return anthropicModel({ entry, key });
    }
    case 'ollama': {
      const { ollamaModel } = await import('./ollama/ollama-model.ts');
      return ollamaModel({ entry, key: undefined });
    }
    case 'llama-cpp': {
      if (options.modelsFolder === undefined) {
        throw new KenError('config', `Model ${quote(entry.name)} is a file, and no folder of models was named`);
      }
      const { llamaModel } = await import('./llama/llama-model.ts');
      return llamaModel(entry, { modelsFolder: options.modelsFolder, folder: options.folder });
    }
    case 'replay': {
      const { readRecordings } = await import('./replay/recording.ts');
      const { replayModel } = await import('./replay/replay-model.ts');
      return replayModel(entry.name, await readRecordings(path.resolve(options.folder, entry.recording)));
    }
    case 'retrieval-baseline': {
      if (!options.memory) {
        throw new KenError('config', `Model ${quote(entry.name)} needs training pairs, and none were loaded`);
      }
      const { retrievalBaselineModel } = await import('./retrieval-baseline/retrieval-baseline-model.ts');
      return retrievalBaselineModel(entry.name, options.memory);
    }
  }
}

function keyOf(
  model: string,
  variable: string | undefined,
  environment: OpenModelOptions['environment'],
): string | undefined {
  if (variable === undefined) return undefined;
  const key = environment[variable]?.trim();
  if (key) return key;
  throw new KenError(
    'config',
    `The environment variable ${variable} is not set; model ${quote(model)} takes its key from it`,
    {
      hint: `Set it with: export ${variable}=...`,
    },
  );
}
