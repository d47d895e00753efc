import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { KenError, quote } from '../errors.ts';
import type { EmbeddingsSettings } from './memory-settings.ts';
import { unitLength } from './unit-length.ts';

export interface NamedEmbeddings {
  /** Goes into a memory's identity: another name, another prompt version. */
  name: string;
  embeddings: EmbeddingsInterface;
}

/**
 * Opens the embeddings of the settings; undefined for the built-in ones, which are fitted to the train set when a memory
 * is opened. Vectors have length 1. LangChain's retries are off: a failed call fails the run before anything is spent.
 */
export async function openEmbeddings(
  settings: EmbeddingsSettings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<NamedEmbeddings | undefined> {
  switch (settings.kind) {
    case 'hashed':
      return undefined;
    case 'openai-compatible': {
      const { model, baseUrl, keyVariable } = settings;
      const key = keyVariable === undefined ? 'none' : environment[keyVariable]?.trim();
      if (!key) {
        throw new KenError(
          'config',
          `The environment variable ${keyVariable ?? ''} is not set; the embeddings take their key from it`,
        );
      }
      return { name: `openai-compatible ${model} ${baseUrl}`, embeddings: await endpoint(model, baseUrl, key) };
    }
    case 'ollama': {
      const { model, baseUrl } = settings;
      const address = `${baseUrl.replace(/\/$/, '')}/v1`;
      return { name: `ollama ${model}`, embeddings: await endpoint(model, address, 'none') };
    }
    case 'llama-cpp':
      return { name: `llama-cpp ${await fileHash(settings.file)}`, embeddings: await localFile(settings.file) };
  }
}

/** Plain numbers instead of base64: not every server of this interface knows the latter. */
async function endpoint(model: string, baseURL: string, apiKey: string): Promise<EmbeddingsInterface> {
  const { OpenAIEmbeddings } = await import('@langchain/openai');
  const embeddings = new OpenAIEmbeddings({
    model,
    apiKey,
    maxRetries: 0,
    timeout: 60_000,
    encodingFormat: 'float',
    configuration: { baseURL },
  });
  return withReason(embeddings, `${model} at ${baseURL}`);
}

/** A model file is known by its content. */
async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new KenError('config', `the embedding model ${quote(file)} cannot be loaded: ${(cause as Error).message}`, {
      cause,
    });
  }
  return hash.digest('hex');
}

async function localFile(modelPath: string): Promise<EmbeddingsInterface> {
  try {
    const { LlamaCppEmbeddings } = await import('./llama-cpp-embeddings.ts');
    return withReason(await LlamaCppEmbeddings.open(modelPath), modelPath);
  } catch (cause) {
    throw new KenError(
      'config',
      `the embedding model ${quote(modelPath)} cannot be loaded: ${(cause as Error).message}`,
      {
        cause,
        hint: 'It must be a GGUF file of an embedding model, and the package node-llama-cpp must be installed.',
      },
    );
  }
}

function withReason(embeddings: EmbeddingsInterface, what: string): EmbeddingsInterface {
  const guarded = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    try {
      return await call();
    } catch (cause) {
      throw new KenError('provider', `the embeddings ${what} failed: ${(cause as Error).message}`, {
        cause,
        hint: 'Check the endpoint and the model in memory.yaml, or use embeddings: { kind: hashed }.',
      });
    }
  };
  return unitLength({
    embedDocuments: (texts) => guarded(() => embeddings.embedDocuments(texts)),
    embedQuery: (text) => guarded(() => embeddings.embedQuery(text)),
  });
}
