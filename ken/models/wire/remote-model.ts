import type { Model, ModelReply, ModelRequest } from '../model.ts';
import { refuseOverlongPrompt } from '../context-limit.ts';
import { CallFailure } from '../retry/call-failure.ts';
import { connectionReason } from '../retry/connection-reason.ts';
import { systemClock } from '../retry/system-clock.ts';
import { defaultRetryPolicy, withRetries } from '../retry/with-retries.ts';
import type { Clock, RetryPolicy } from '../retry/with-retries.ts';
import { observeWire } from './observe-wire.ts';
import type { BodyReader, Completion } from './observe-wire.ts';

/** What tells one provider from another; everything else about a remote model is the same. */
export interface RemoteProvider {
  entry: { name: string; timeoutSeconds: number; contextTokens?: number | undefined; maxTokens?: number | undefined };
  /** Where it is asked, for messages. */
  endpoint: string;
  /** Everything that decides what the model answers; the key and the time limit do not. */
  identity: Model['identity'];
  reader: BodyReader;
  /** Prompts of more characters for each token of the context are refused before they are sent. */
  charactersPerToken: number;
  /** One call through LangChain, with its retries and cache off, over the `fetch` given. Resolves with the text. */
  invoke(request: ModelRequest, wire: { fetch: typeof fetch; signal: AbortSignal }): Promise<string>;
}

export interface RemoteOptions {
  /** Undefined for servers that want no key. */
  key: string | undefined;
  retry?: Partial<RetryPolicy>;
  clock?: Clock;
}

/**
 * A model behind an HTTP endpoint. Failures that may pass are retried by us and kept in `retries`; the rest throws
 * `KenError('provider')`. The key appears in no message.
 */
export function remoteModel(provider: RemoteProvider, { key, retry, clock = systemClock }: RemoteOptions): Model {
  const { entry } = provider;
  const policy = { ...defaultRetryPolicy, ...retry };
  const subject = `model ${JSON.stringify(entry.name)} at ${provider.endpoint}`;
  return {
    name: entry.name,
    kind: 'generative',
    identity: provider.identity,
    async ask(request) {
      refuseOverlongPrompt(entry, request.messages, provider.charactersPerToken);
      const options = { policy, seed: request.seed, signal: request.signal, clock, subject };
      const call = await withRetries(() => callOnce(provider, key, request, clock), options);
      return { ...call.value, seconds: call.seconds, retries: call.retries, recorded: false };
    },
    close: () => Promise.resolve(),
  };
}

type Answer = Omit<ModelReply, 'seconds' | 'retries' | 'recorded'>;

async function callOnce(
  provider: RemoteProvider,
  key: string | undefined,
  request: ModelRequest,
  clock: Clock,
): Promise<Answer> {
  const { timeoutSeconds } = provider.entry;
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  const wire = observeWire(() => clock.now(), provider.reader, signal);
  try {
    const text = await provider.invoke(request, { fetch: wire.fetch, signal });
    return answerOf(text, wire.completion());
  } catch (error) {
    request.signal?.throwIfAborted();
    throw failureOf(error, wire.failure(), timeout.aborted ? timeoutSeconds : undefined, key);
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
