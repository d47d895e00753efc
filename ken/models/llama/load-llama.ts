import type { ChatWrapper, Llama, LlamaGrammar, LlamaModel } from 'node-llama-cpp';
import { KenError, quote } from '../../errors.ts';
import type { LlamaCppEntry } from '../model-entry.ts';
import type { ModelFile } from './model-file.ts';

/** Text of the GBNF grammars of an entry, by what the answer is for. */
export type GrammarTexts = Readonly<Partial<Record<'synthesis' | 'comprehension', string>>>;

export interface LoadedLlama {
  llama: Llama;
  model: LlamaModel;
  chatWrapper: ChatWrapper;
  grammars: Partial<Record<'synthesis' | 'comprehension', LlamaGrammar>>;
  /** Bytes in use on the graphics card before the model was loaded; 0 without a card. */
  vramBefore: number;
  close(): Promise<void>;
}

/**
 * Loads a GGUF file with the prebuilt llama.cpp of node-llama-cpp. It never compiles or downloads anything. A file that
 * cannot be loaded, too little memory, or a context that the model was not trained for throws `KenError('config')`.
 */
export async function loadLlama(
  entry: LlamaCppEntry,
  file: ModelFile,
  grammarTexts: GrammarTexts,
): Promise<LoadedLlama> {
  const llama = await sharedLlama(entry);
  const vramBefore = llama.gpu === false ? 0 : (await llama.getVramState()).used;
  const model = await loadFile(llama, entry, file);
  try {
    refuseUntrainedContext(model, entry);
    const grammars: LoadedLlama['grammars'] = {};
    for (const purpose of ['synthesis', 'comprehension'] as const) {
      const grammar = grammarTexts[purpose];
      if (grammar !== undefined) grammars[purpose] = await createGrammar(llama, entry, grammar);
    }
    const chatWrapper = await chatWrapperOf(model, entry);
    return { llama, model, chatWrapper, grammars, vramBefore, close: () => model.dispose() };
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

const started = new Map<string, Promise<Llama>>();

/** One llama.cpp for all models that want the same of it: to start it takes seconds, and it does not keep a process. */
function sharedLlama(entry: LlamaCppEntry): Promise<Llama> {
  const key = `${entry.gpu} ${entry.threads ?? ''}`;
  const known = started.get(key);
  if (known) return known;
  const starting = startLlama(entry);
  started.set(key, starting);
  starting.catch(() => started.delete(key));
  return starting;
}

async function startLlama(entry: LlamaCppEntry): Promise<Llama> {
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
  try {
    return await getLlama({
      gpu: entry.gpu === 'none' ? false : entry.gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      // What goes wrong comes back as an error; the log of llama.cpp would mix with ours.
      logger: () => undefined,
      ...(entry.threads === undefined ? {} : { maxThreads: entry.threads }),
    });
  } catch (error) {
    throw new KenError(
      'missing-tool',
      `llama.cpp for gpu: ${entry.gpu} of model ${quote(entry.name)} cannot be started`,
      {
        hint:
          entry.gpu === 'cuda' || entry.gpu === 'vulkan'
            ? `Fetch its binary with: ken models gpu ${entry.gpu}; or use gpu: none in models.yaml.`
            : 'Install the npm packages again: npm ci',
        cause: error,
      },
    );
  }
}

async function loadFile(llama: Llama, entry: LlamaCppEntry, file: ModelFile): Promise<LlamaModel> {
  try {
    return await llama.loadModel({
      modelPath: file.path,
      gpuLayers: entry.gpuLayers ?? { fitContext: { contextSize: entry.contextTokens } },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new KenError('config', `The file of model ${quote(entry.name)} cannot be loaded: ${why.slice(0, 300)}`, {
      hint: /memory/i.test(why)
        ? 'Use a smaller model or quantisation, fewer gpuLayers, or close other programs.'
        : `Is ${file.path} a complete GGUF file?`,
      cause: error,
    });
  }
}

function refuseUntrainedContext({ trainContextSize }: LlamaModel, { name, contextTokens }: LlamaCppEntry): void {
  if (contextTokens <= trainContextSize) return;
  throw new KenError(
    'config',
    `Model ${quote(name)} has contextTokens: ${contextTokens}, and was trained for ${trainContextSize}`,
    { hint: 'Lower contextTokens in models.yaml.' },
  );
}

async function createGrammar(llama: Llama, { name }: LlamaCppEntry, grammar: string): Promise<LlamaGrammar> {
  try {
    return await llama.createGrammar({ grammar });
  } catch (error) {
    throw new KenError('config', `A grammar of model ${quote(name)} is not valid GBNF`, { cause: error });
  }
}

async function chatWrapperOf(model: LlamaModel, { chatTemplate }: LlamaCppEntry): Promise<ChatWrapper> {
  const { resolveChatWrapper } = await import('node-llama-cpp');
  return resolveChatWrapper(model, { type: chatTemplate, warningLogs: false });
}
