import { cacheFolder } from '../../ken/kernel/image/cache-folder.ts';

/** Where GGUF files lie: `KEN_MODELS`, else `models` in the cache. */
export function modelsFolder(): string {
  const chosen = process.env['KEN_MODELS'];
  return chosen === undefined || chosen === '' ? cacheFolder('models') : chosen;
}
