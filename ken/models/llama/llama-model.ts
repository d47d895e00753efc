import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { KenError, quote } from '../../errors.ts';
import type { LlamaCppEntry } from '../model-entry.ts';
import type { Model, ModelReply, ModelRequest } from '../model.ts';
import { askLlama } from './ask-llama.ts';
import { loadLlama } from './load-llama.ts';
import type { GrammarTexts, LoadedLlama } from './load-llama.ts';
import { openModelFile } from './model-file.ts';

/**
 * A GGUF file inside this process, through node-llama-cpp. Its identity is the content of the file. It is loaded at the
 * first question; questions are answered one after the other. Nothing is retried: the same question would fail again.
 *
 * @param folders `modelsFolder` holds the GGUF files, `folder` is that of models.yaml, for grammars.
 */
export async function llamaModel(
  entry: LlamaCppEntry,
  folders: { modelsFolder: string; folder: string },
): Promise<Model> {
  const file = await openModelFile(entry, folders.modelsFolder);
  const grammars = await readGrammars(entry, folders.folder);
  let loading: Promise<LoadedLlama> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const answer = async (request: ModelRequest): Promise<ModelReply> => {
    request.signal?.throwIfAborted();
    if (closed) throw new KenError('internal', `model ${quote(entry.name)} was closed`);
    loading ??= loadLlama(entry, file, grammars);
    return answerInTime(entry, await loading, request);
  };
  return {
    name: entry.name,
    kind: 'generative',
    identity: identityOf(entry, await engineVersion(), file.sha256, grammars),
    ask(request) {
      const turn = last.then(() => answer(request));
      last = turn.catch(() => undefined);
      return turn;
    },
    async close() {
      if (closed) return;
      closed = true;
      await last;
      // A file that could not be loaded has told so to whoever asked.
      const loaded = await loading?.catch(() => null);
      await loaded?.close();
    },
  };
}

async function answerInTime(entry: LlamaCppEntry, loaded: LoadedLlama, request: ModelRequest): Promise<ModelReply> {
  const timeout = AbortSignal.timeout(entry.timeoutSeconds * 1000);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  const started = performance.now();
  try {
    const reply = await askLlama(entry, loaded, request, signal);
    return { ...reply, seconds: (performance.now() - started) / 1000, retries: [], recorded: false };
  } catch (error) {
    request.signal?.throwIfAborted();
    if (error instanceof KenError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new KenError(
      'provider',
      timeout.aborted
        ? `Model ${quote(entry.name)} gave no answer in ${entry.timeoutSeconds} s`
        : `Model ${quote(entry.name)} failed: ${why.slice(0, 300)}`,
      { hint: 'Raise timeoutSeconds, or lower maxTokens or contextTokens of this model in models.yaml.', cause: error },
    );
  }
}

function identityOf(entry: LlamaCppEntry, engine: string, sha256: string, grammars: GrammarTexts): Model['identity'] {
  return {
    provider: 'llama-cpp',
    engine,
    sha256,
    chatTemplate: entry.chatTemplate,
    temperature: entry.temperature,
    topP: entry.topP ?? null,
    topK: entry.topK ?? null,
    maxTokens: entry.maxTokens,
    contextTokens: entry.contextTokens,
    gpu: entry.gpu,
    gpuLayers: entry.gpuLayers ?? null,
    grammars:
      Object.keys(grammars).length === 0
        ? null
        : createHash('sha256')
            .update(JSON.stringify([grammars.synthesis, grammars.comprehension]))
            .digest('hex'),
  };
}

/** Version of the binding, which brings its own llama.cpp; read without loading it. */
async function engineVersion(): Promise<string> {
  const entryPoint = fileURLToPath(import.meta.resolve('node-llama-cpp'));
  const manifest = await readFile(path.join(path.dirname(entryPoint), '..', 'package.json'), 'utf8');
  return `node-llama-cpp ${z.object({ version: z.string() }).parse(JSON.parse(manifest)).version}`;
}

async function readGrammars({ name, grammar = {} }: LlamaCppEntry, folder: string): Promise<GrammarTexts> {
  const texts: Partial<Record<'synthesis' | 'comprehension', string>> = {};
  for (const purpose of ['synthesis', 'comprehension'] as const) {
    const file = grammar[purpose];
    if (file === undefined) continue;
    try {
      texts[purpose] = await readFile(path.resolve(folder, file), 'utf8');
    } catch (error) {
      throw new KenError('config', `The grammar ${quote(file)} of model ${quote(name)} cannot be read`, {
        cause: error,
      });
    }
  }
  return texts;
}
