import { createHash } from 'node:crypto';
import { KenError } from '../../errors.ts';
import { CallFailure } from './call-failure.ts';

export interface RetryPolicy {
  /** Tries after the first one. */
  retries: number;
  firstDelaySeconds: number;
  longestDelaySeconds: number;
  /** A provider that asks for a longer wait ends the call instead. */
  longestRetryAfterSeconds: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  retries: 4,
  firstDelaySeconds: 1,
  longestDelaySeconds: 60,
  longestRetryAfterSeconds: 120,
};

/** Time, passed in so that tests do not wait. `now` and `sleep` are in milliseconds. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

export interface RetriedCall<Value> {
  value: Value;
  /** Seconds of the successful call. */
  seconds: number;
  retries: { reason: string; seconds: number }[];
}

/**
 * Calls until it succeeds, the failure is final, or the policy is used up: exponential back-off with jitter from the
 * seed, or exactly what the provider asked for. Throws `KenError('provider')` with every failed try in its message; an
 * abort is passed on as it is.
 */
export async function withRetries<Value>(
  call: () => Promise<Value>,
  { policy, seed, signal, clock, subject }: RetryOptions,
): Promise<RetriedCall<Value>> {
  const retries: { reason: string; seconds: number }[] = [];
  for (;;) {
    signal?.throwIfAborted();
    const started = clock.now();
    try {
      const value = await call();
      return { value, seconds: (clock.now() - started) / 1000, retries };
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      retries.push({ reason: `${error.kind}: ${error.message}`, seconds: (clock.now() - started) / 1000 });
      const delay = error.retryAfterSeconds ?? backOffSeconds(policy, seed, retries.length);
      const waitsTooLong = (error.retryAfterSeconds ?? 0) > policy.longestRetryAfterSeconds;
      if (!error.isRetriable || waitsTooLong || retries.length > policy.retries) {
        throw new KenError('provider', describe(subject, retries), {
          hint: hintFor(error, waitsTooLong),
          cause: error,
        });
      }
      await clock.sleep(delay * 1000, signal);
    }
  }
}

export interface RetryOptions {
  policy: RetryPolicy;
  seed: number;
  signal: AbortSignal | undefined;
  clock: Clock;
  /** Who was called, for messages: `model "gpt" at http://...`. */
  subject: string;
}

/** Doubles with every failed try; the jitter takes away up to a half, and is the same for the same seed. */
export function backOffSeconds(policy: RetryPolicy, seed: number, failedTries: number): number {
  const full = Math.min(policy.longestDelaySeconds, policy.firstDelaySeconds * 2 ** (failedTries - 1));
  const jitter = createHash('sha256').update(`${seed}/${failedTries}`).digest().readUInt32BE(0) / 2 ** 32;
  return full * (1 - jitter / 2);
}

function describe(subject: string, retries: readonly { reason: string }[]): string {
  const last = retries.at(-1)?.reason ?? '';
  if (retries.length === 1) return `The ${subject} failed: ${last}`;
  const earlier = retries.slice(0, -1).map(({ reason }) => reason.slice(0, 80));
  return `The ${subject} failed ${retries.length} times; last: ${last} (before: ${earlier.join('; ')})`;
}

function hintFor(failure: CallFailure, waitsTooLong: boolean): string {
  if (waitsTooLong) return `The provider asks to wait ${failure.retryAfterSeconds ?? 0} s; continue the run later.`;
  switch (failure.kind) {
    case 'connection':
      return 'Is the endpoint running, and is its baseUrl in models.yaml right?';
    case 'rejected':
      return 'Check the key, the model name and the parameters of this model in models.yaml.';
    case 'too-long':
      return 'Use fewer examples or attempts, or a model with a longer context.';
    case 'quota':
      return 'The account of this key has no credit left.';
    case 'timeout':
      return 'Raise timeoutSeconds of this model in models.yaml if it needs longer.';
    case 'rate-limit':
    case 'overloaded':
    case 'server-error':
    case 'invalid-reply':
      return 'Continue the run later; finished cells are kept.';
  }
}
