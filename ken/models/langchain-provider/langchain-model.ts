import type { AIMessageChunk } from '@langchain/core/messages';
import { z } from 'zod';
import { KenError, quote } from '../../errors.ts';
import type { LangChainEntry } from '../model-entry.ts';
import type { Model, ModelReply, ModelRequest, Usage } from '../model.ts';
import { CallFailure } from '../retry/call-failure.ts';
import { connectionReason } from '../retry/connection-reason.ts';
import { kindOfStatus } from '../retry/kind-of-status.ts';
import { retryAfterSeconds } from '../retry/retry-after.ts';
import { systemClock } from '../retry/system-clock.ts';
import { defaultRetryPolicy, withRetries } from '../retry/with-retries.ts';
import type { Clock, RetryPolicy } from '../retry/with-retries.ts';

export interface LangChainOptions {
  entry: LangChainEntry;
  key: string | undefined;
  retry?: Partial<RetryPolicy>;
  clock?: Clock;
}

/**
 * Any provider of LangChain's `initChatModel`, which loads the provider's package by name. What providers accept as a
 * seed differs, so none is sent. Failures are judged by the HTTP status that LangChain's errors carry. A provider whose
 * package is not installed throws `KenError('missing-tool')` with the command that installs it.
 */
export function langChainModel({ entry, key, retry, clock = systemClock }: LangChainOptions): Model {
  const policy = { ...defaultRetryPolicy, ...retry };
  const { provider, model, temperature, maxTokens, parameters } = entry;
  return {
    name: entry.name,
    kind: 'generative',
    identity: {
      provider: `langchain:${provider}`,
      model,
      temperature: temperature ?? null,
      maxTokens: maxTokens ?? null,
      parameters: JSON.stringify(parameters ?? {}),
    },
    async ask(request) {
      const subject = `model ${JSON.stringify(entry.name)} of ${provider}`;
      const options = { policy, seed: request.seed, signal: request.signal, clock, subject };
      const call = await withRetries(() => callOnce(entry, key, request, clock), options);
      return { ...call.value, seconds: call.seconds, retries: call.retries, recorded: false };
    },
    close: () => Promise.resolve(),
  };
}

async function callOnce(
  entry: LangChainEntry,
  key: string | undefined,
  request: ModelRequest,
  clock: Clock,
): Promise<Omit<ModelReply, 'seconds' | 'retries' | 'recorded'>> {
  const { initChatModel } = await import('langchain/chat_models/universal');
  const timeout = AbortSignal.timeout(entry.timeoutSeconds * 1000);
  try {
    const chat = await initChatModel(entry.model, {
      modelProvider: entry.provider,
      maxRetries: 0,
      ...(key === undefined ? {} : { apiKey: key }),
      ...(entry.temperature === undefined ? {} : { temperature: entry.temperature }),
      ...(entry.maxTokens === undefined ? {} : { maxTokens: entry.maxTokens }),
      ...entry.parameters,
    });
    const message = await chat.invoke(
      request.messages.map(({ role, content }) => [role, content] as const),
      { signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout },
    );
    return { text: message.text, usage: usageOf(message), finishReason: finishReasonOf(message) };
  } catch (error) {
    request.signal?.throwIfAborted();
    if (timeout.aborted) throw new CallFailure('timeout', `no answer in ${entry.timeoutSeconds} s`, { cause: error });
    throw failureOf(error, entry.provider, key, clock);
  }
}

const usageSchema = z.looseObject({
  input_tokens: z.number().int().nonnegative(),
  output_tokens: z.number().int().nonnegative(),
});

function usageOf(message: AIMessageChunk): Usage | null {
  const usage = usageSchema.safeParse(message.usage_metadata).data;
  return usage ? { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens } : null;
}

/** Providers name it differently. */
function finishReasonOf({ response_metadata: metadata }: AIMessageChunk): string | null {
  const reasons = ['finish_reason', 'stop_reason', 'done_reason', 'finishReason'].map((key): unknown => metadata[key]);
  return reasons.find((reason) => typeof reason === 'string') ?? null;
}

function failureOf(error: unknown, provider: string, key: string | undefined, clock: Clock): unknown {
  if (!(error instanceof Error)) return error;
  const message = key ? error.message.replaceAll(key, '[key]') : error.message;
  if (/unable to import|cannot find (?:package|module)|unsupported.*provider/i.test(message)) {
    return new KenError(
      'missing-tool',
      `LangChain cannot load the provider ${quote(provider)}: ${message.slice(0, 200)}`,
      {
        hint: `Is it spelled right? Its package may be missing: npm install @langchain/${provider}`,
      },
    );
  }
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  if (status !== undefined) {
    const headers = 'headers' in error && error.headers instanceof Headers ? error.headers : new Headers();
    const wait = retryAfterSeconds(headers, clock.now());
    const details = wait === undefined ? {} : { retryAfterSeconds: wait };
    return new CallFailure(kindOfStatus(status, message), `HTTP ${status} ${message.slice(0, 300)}`, details);
  }
  const reason = connectionReason(error);
  if (reason !== undefined) return new CallFailure('connection', reason, { cause: error });
  // Anything else that a provider's class throws comes from an answer that it could not read.
  return new CallFailure('invalid-reply', message.slice(0, 300));
}
