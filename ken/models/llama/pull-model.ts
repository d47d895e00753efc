import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { KenError, quote } from '../../errors.ts';
import type { LlamaCppEntry } from '../model-entry.ts';
import { modelFilePath, openModelFile } from './model-file.ts';
import type { ModelFile } from './model-file.ts';

export interface PullProgress {
  /** Bytes. */
  total: number;
  done: number;
}

/**
 * Fetches the GGUF file of an entry through node-llama-cpp's downloader, which goes on with a download that was cut, and
 * hashes it. A file that is there is kept. Without a `source` it throws `KenError('usage')`; a download that fails
 * throws `KenError('provider')`.
 */
export async function pullModel(
  entry: LlamaCppEntry,
  modelsFolder: string,
  onProgress: (progress: PullProgress) => void,
  signal?: AbortSignal,
): Promise<ModelFile> {
  if (entry.source === undefined) {
    throw new KenError('usage', `Model ${quote(entry.name)} has no source in models.yaml`, {
      hint: `Put its file to ${modelFilePath(entry, modelsFolder)}, or add source: hf:user/repository/file.gguf.`,
    });
  }
  const file = modelFilePath(entry, modelsFolder);
  await mkdir(path.dirname(file), { recursive: true });
  const { createModelDownloader } = await import('node-llama-cpp');
  try {
    const downloader = await createModelDownloader({
      modelUri: entry.source,
      dirPath: path.dirname(file),
      fileName: path.basename(file),
      onProgress: ({ totalSize, downloadedSize }) => onProgress({ total: totalSize, done: downloadedSize }),
    });
    await downloader.download(signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new KenError('provider', `Model ${quote(entry.name)} cannot be fetched from ${entry.source}: ${why}`, {
      hint: 'Does this machine reach the address? A file fetched elsewhere can be put there by hand.',
      cause: error,
    });
  }
  return openModelFile(entry, modelsFolder);
}
