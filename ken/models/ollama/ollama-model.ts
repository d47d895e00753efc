import type { Model, ModelRequest } from '../model.ts';
import type { OllamaEntry } from '../model-entry.ts';
import { remoteModel } from '../wire/remote-model.ts';
import type { RemoteOptions, RemoteProvider } from '../wire/remote-model.ts';
import { readChatStream } from './chat-stream.ts';

/**
 * A model that an Ollama server runs, through LangChain's ChatOllama. Ollama cuts a prompt that is over its context in
 * silence, so the context is always set (`num_ctx`), and a prompt that may be over it is refused before it is sent.
 */
export function ollamaModel({ entry, ...options }: RemoteOptions & { entry: OllamaEntry }): Model {
  return remoteModel(
    {
      entry,
      endpoint: entry.baseUrl,
      identity: {
        provider: 'ollama',
        baseUrl: entry.baseUrl,
        model: entry.model,
        temperature: entry.temperature ?? null,
        topP: entry.topP ?? null,
        topK: entry.topK ?? null,
        maxTokens: entry.maxTokens,
        contextTokens: entry.contextTokens,
        think: entry.think ?? null,
      },
      reader: { read: readChatStream, contentType: 'application/x-ndjson' },
      charactersPerToken: 3,
      invoke: (request, wire) => invoke(entry, request, wire),
    },
    options,
  );
}

async function invoke(
  entry: OllamaEntry,
  request: ModelRequest,
  { fetch, signal }: Parameters<RemoteProvider['invoke']>[1],
): Promise<string> {
  const { ChatOllama } = await import('@langchain/ollama');
  const chat = new ChatOllama({
    model: entry.model,
    baseUrl: entry.baseUrl,
    maxRetries: 0,
    numCtx: entry.contextTokens,
    numPredict: entry.maxTokens,
    seed: request.seed,
    fetch,
    ...(entry.temperature === undefined ? {} : { temperature: entry.temperature }),
    ...(entry.topP === undefined ? {} : { topP: entry.topP }),
    ...(entry.topK === undefined ? {} : { topK: entry.topK }),
    ...(entry.think === undefined ? {} : { think: entry.think }),
  });
  const message = await chat.invoke(
    request.messages.map(({ role, content }) => [role, content] as const),
    { signal },
  );
  return message.text;
}
