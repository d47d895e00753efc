import type { Model, ModelRequest } from '../model.ts';
import type { AnthropicEntry } from '../model-entry.ts';
import { remoteModel } from '../wire/remote-model.ts';
import type { RemoteOptions, RemoteProvider } from '../wire/remote-model.ts';
import { readMessageBody } from './message-body.ts';

/**
 * Anthropic's messages, through LangChain's ChatAnthropic. It takes no seed, so a repeat is another sample. It never
 * streams: LangChain counts the first output token of a stream twice.
 */
export function anthropicModel({ entry, ...options }: RemoteOptions & { entry: AnthropicEntry }): Model {
  return remoteModel(
    {
      entry,
      endpoint: entry.baseUrl,
      identity: {
        provider: 'anthropic',
        baseUrl: entry.baseUrl,
        model: entry.model,
        temperature: entry.temperature ?? null,
        topP: entry.topP ?? null,
        maxTokens: entry.maxTokens,
        parameters: JSON.stringify(entry.parameters ?? {}),
      },
      reader: { read: readMessageBody, contentType: 'application/json' },
      charactersPerToken: 6,
      invoke: (request, wire) => invoke(entry, options.key, request, wire),
    },
    options,
  );
}

async function invoke(
  entry: AnthropicEntry,
  key: string | undefined,
  request: ModelRequest,
  { fetch, signal }: Parameters<RemoteProvider['invoke']>[1],
): Promise<string> {
  const { ChatAnthropic } = await import('@langchain/anthropic');
  const chat = new ChatAnthropic({
    model: entry.model,
    apiKey: key ?? 'no-key',
    anthropicApiUrl: entry.baseUrl,
    maxRetries: 0,
    maxTokens: entry.maxTokens,
    // The client's own retries and key look-up in the environment are off.
    clientOptions: { fetch, maxRetries: 0, authToken: null },
    ...(entry.temperature === undefined ? {} : { temperature: entry.temperature }),
    ...(entry.topP === undefined ? {} : { topP: entry.topP }),
    ...(entry.parameters === undefined ? {} : { invocationKwargs: entry.parameters }),
  });
  const message = await chat.invoke(
    request.messages.map(({ role, content }) => [role, content] as const),
    { signal },
  );
  return message.text;
}
