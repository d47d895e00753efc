import type { Model, ModelRequest } from '../model.ts';
import type { OpenAiCompatibleEntry } from '../model-entry.ts';
import { remoteModel } from '../wire/remote-model.ts';
import type { RemoteOptions, RemoteProvider } from '../wire/remote-model.ts';
import { readCompletion } from './completion.ts';

/**
 * Any endpoint with OpenAI's chat completions, through LangChain's ChatOpenAI. It never streams: LangChain's streaming
 * counts tokens with a file from the network.
 */
export function openAiCompatibleModel({ entry, ...options }: RemoteOptions & { entry: OpenAiCompatibleEntry }): Model {
  return remoteModel(
    {
      entry,
      endpoint: entry.baseUrl,
      identity: {
        provider: 'openai-compatible',
        baseUrl: entry.baseUrl,
        model: entry.model,
        temperature: entry.temperature ?? null,
        topP: entry.topP ?? null,
        maxTokens: entry.maxTokens ?? null,
        sendSeed: entry.sendSeed,
        parameters: JSON.stringify(entry.parameters ?? {}),
      },
      reader: { read: readCompletion, contentType: 'application/json' },
      charactersPerToken: 6,
      invoke: (request, wire) => invoke(entry, options.key, request, wire),
    },
    options,
  );
}

async function invoke(
  entry: OpenAiCompatibleEntry,
  key: string | undefined,
  request: ModelRequest,
  { fetch, signal }: Parameters<RemoteProvider['invoke']>[1],
): Promise<string> {
  const { ChatOpenAI } = await import('@langchain/openai');
  const chat = new ChatOpenAI({
    model: entry.model,
    // Servers without a key still need something here, or the client refuses to start.
    apiKey: key ?? 'no-key',
    maxRetries: 0,
    configuration: { baseURL: entry.baseUrl, fetch, organization: null, project: null },
    ...(entry.temperature === undefined ? {} : { temperature: entry.temperature }),
    ...(entry.topP === undefined ? {} : { topP: entry.topP }),
    ...(entry.maxTokens === undefined ? {} : { maxTokens: entry.maxTokens }),
    ...(entry.parameters === undefined ? {} : { modelKwargs: entry.parameters }),
  });
  const message = await chat.invoke(
    request.messages.map(({ role, content }) => [role, content] as const),
    { signal, ...(entry.sendSeed ? { seed: request.seed } : {}) },
  );
  return message.text;
}
