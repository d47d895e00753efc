import type { Model, ModelReply, ModelRequest } from '../model.ts';
import type { OpenAiCompatibleEntry } from '../model-entry.ts';
import { CallFailure } from '../retry/call-failure.ts';
import { connectionReason } from '../retry/connection-reason.ts';
import { systemClock } from '../retry/system-clock.ts';
import { defaultRetryPolicy, withRetries } from '../retry/with-retries.ts';
import type { Clock, RetryPolicy } from '../retry/with-retries.ts';
import type { Completion } from './completion.ts';
import { observeWire } from './wire.ts';

export interface OpenAiCompatibleOptions {
  entry: OpenAiCompatibleEntry;
  /** Undefined for servers that want no key. */
  key: string | undefined;
  retry?: Partial<RetryPolicy>;
  clock?: Clock;
}

/**
 * Any endpoint with OpenAI's chat completions, through LangChain's ChatOpenAI. LangChain's own retries and cache are
 * off and it never streams (its streaming counts tokens with a file from the network). Failures that may pass are
 * retried by us and kept in `retries`; the rest throws `KenError('provider')`. The key appears in no message.
 */
export function openAiCompatibleModel({ entry, key, retry, clock = systemClock }: OpenAiCompatibleOptions): Model {
  const policy = { ...defaultRetryPolicy, ...retry };
  return {
    name: entry.name,
    kind: 'generative',
    identity: identityOf(entry),
    async ask(request) {
      const options = {
        policy,
        seed: request.seed,
        signal: request.signal,
        clock,
        subject: `model ${JSON.stringify(entry.name)} at ${entry.baseUrl}`,
      };
      const call = await withRetries(() => callOnce(entry, key, request, clock), options);
      return { ...call.value, seconds: call.seconds, retries: call.retries, recorded: false };
    },
    close: () => Promise.resolve(),
  };
}

/** Everything that decides what the model answers; the key and the time limit do not. */
function identityOf(entry: OpenAiCompatibleEntry): Model['identity'] {
  return {
    provider: 'openai-compatible',
    baseUrl: entry.baseUrl,
    model: entry.model,
    temperature: entry.temperature ?? null,
    topP: entry.topP ?? null,
    maxTokens: entry.maxTokens ?? null,
    sendSeed: entry.sendSeed,
    parameters: JSON.stringify(entry.parameters ?? {}),
  };
}

type Answer = Omit<ModelReply, 'seconds' | 'retries' | 'recorded'>;

async function callOnce(
  entry: OpenAiCompatibleEntry,
  key: string | undefined,
  request: ModelRequest,
  clock: Clock,
): Promise<Answer> {
  const { ChatOpenAI } = await import('@langchain/openai');
  const timeout = AbortSignal.timeout(entry.timeoutSeconds * 1000);
  const wire = observeWire(() => clock.now());
  const chat = new ChatOpenAI({
    model: entry.model,
    // Servers without a key still need something here, or the client refuses to start.
    apiKey: key ?? 'no-key',
    maxRetries: 0,
    configuration: { baseURL: entry.baseUrl, fetch: wire.fetch, organization: null, project: null },
    ...(entry.temperature === undefined ? {} : { temperature: entry.temperature }),
    ...(entry.topP === undefined ? {} : { topP: entry.topP }),
    ...(entry.maxTokens === undefined ? {} : { maxTokens: entry.maxTokens }),
    ...(entry.parameters === undefined ? {} : { modelKwargs: entry.parameters }),
  });
  try {
    const message = await chat.invoke(
      request.messages.map(({ role, content }) => [role, content] as const),
      {
        signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
        ...(entry.sendSeed ? { seed: request.seed } : {}),
      },
    );
    return answerOf(message.text, wire.completion());
  } catch (error) {
    request.signal?.throwIfAborted();
    throw failureOf(error, wire.failure(), timeout.aborted ? entry.timeoutSeconds : undefined, key);
  }
}

function answerOf(text: string, completion: Completion | undefined): Answer {
  return {
    text: text === '' ? (completion?.refusal ?? '') : text,
    usage: completion?.usage ?? null,
    finishReason: completion?.finishReason ?? null,
    ...(completion?.servedModel ? { servedModel: completion.servedModel } : {}),
  };
}

function failureOf(
  error: unknown,
  seen: CallFailure | undefined,
  timeoutSeconds: number | undefined,
  key: string | undefined,
): unknown {
  if (seen) return withoutKey(seen, key);
  if (timeoutSeconds !== undefined)
    return new CallFailure('timeout', `no answer in ${timeoutSeconds} s`, { cause: error });
  const reason = connectionReason(error);
  return reason === undefined ? error : new CallFailure('connection', reason, { cause: error });
}

/** Providers like to quote the key in their complaint about it. */
function withoutKey(failure: CallFailure, key: string | undefined): CallFailure {
  if (!key || !failure.message.includes(key)) return failure;
  const wait = failure.retryAfterSeconds;
  return new CallFailure(
    failure.kind,
    failure.message.replaceAll(key, '[key]'),
    wait === undefined ? {} : { retryAfterSeconds: wait },
  );
}
