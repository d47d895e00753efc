import type { ChatHistoryItem, LlamaChatResponse } from 'node-llama-cpp';
import { KenError, quote } from '../../errors.ts';
import { overlongPrompt } from '../context-limit.ts';
import type { LlamaCppEntry } from '../model-entry.ts';
import type { ChatMessage, ModelReply, ModelRequest } from '../model.ts';
import type { LoadedLlama } from './load-llama.ts';
import { watchResources } from './resource-watch.ts';

/**
 * One answer, in a fresh context with one sequence: no earlier call can change it, and at the same seed it is the same
 * (llama.cpp with several sequences, or with a reused prompt cache, is not). Thoughts that the model marks as such are
 * left out of the text and counted in the usage. A prompt that does not fit is an error; nothing is ever cut off it.
 */
export async function askLlama(
  entry: LlamaCppEntry,
  loaded: LoadedLlama,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<Omit<ModelReply, 'seconds' | 'retries' | 'recorded'>> {
  const { LlamaChat } = await import('node-llama-cpp');
  const { model, llama, chatWrapper } = loaded;
  const history = historyOf(request.messages);
  const promptTokens = chatWrapper.generateContextState({ chatHistory: history }).contextText.tokenize(model.tokenizer);
  if (promptTokens.length + entry.maxTokens > entry.contextTokens) throw overlongPrompt(entry, promptTokens.length);
  const watch = await watchResources(llama, loaded.vramBefore);
  const context = await model.createContext({
    // A little room, so that llama.cpp never shifts the prompt out of its window.
    contextSize: entry.contextTokens + 8,
    sequences: 1,
    createSignal: signal,
    ...(entry.threads === undefined ? {} : { threads: entry.threads }),
  });
  try {
    const sequence = context.getSequence();
    const chat = new LlamaChat({ contextSequence: sequence, chatWrapper });
    const times: number[] = [];
    const grammar = loaded.grammars[request.purpose ?? 'synthesis'];
    const response = await chat.generateResponse(history, {
      seed: request.seed,
      temperature: entry.temperature,
      maxTokens: entry.maxTokens,
      contextShift: { size: 1 },
      signal,
      onResponseChunk: ({ tokens }) => {
        if (tokens.length > 0) times.push(performance.now());
      },
      ...(entry.topP === undefined ? {} : { topP: entry.topP }),
      ...(entry.topK === undefined ? {} : { topK: entry.topK }),
      ...(grammar === undefined ? {} : { grammar }),
    });
    const { usedOutputTokens } = sequence.tokenMeter.getState();
    chat.dispose();
    return {
      text: response.response,
      // The meter leaves out the last token of the prompt.
      usage: { inputTokens: promptTokens.length, outputTokens: usedOutputTokens },
      finishReason: finishReasonOf(response),
      resources: {
        ...(await watch.stop()),
        tokensPerSecond: speedOf(times, usedOutputTokens),
        device: llama.gpu === false ? 'cpu' : llama.gpu,
      },
    };
  } finally {
    await watch.stop();
    await context.dispose();
  }
}

function historyOf(messages: readonly ChatMessage[]): ChatHistoryItem[] {
  const items = messages.map(({ role, content }): ChatHistoryItem => {
    switch (role) {
      case 'system':
        return { type: 'system', text: content };
      case 'user':
        return { type: 'user', text: content };
      case 'assistant':
        return { type: 'model', response: [content] };
    }
  });
  if (items.at(-1)?.type !== 'user') {
    throw new KenError(
      'internal',
      `the last message to a model must be the user's, not ${quote(messages.at(-1)?.role)}`,
    );
  }
  return [...items, { type: 'model', response: [] }];
}

function finishReasonOf({ metadata: { stopReason } }: LlamaChatResponse): string {
  switch (stopReason) {
    case 'eogToken':
    case 'stopGenerationTrigger':
    case 'customStopTrigger':
      return 'stop';
    case 'maxTokens':
      return 'length';
    default:
      return stopReason;
  }
}

function speedOf(times: readonly number[], tokens: number): number | null {
  const [first, last] = [times[0], times.at(-1)];
  return first === undefined || last === undefined || last <= first || tokens < 2
    ? null
    : ((tokens - 1) / (last - first)) * 1000;
}
