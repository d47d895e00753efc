/** Why one call to a provider failed. The first six are worth another try; the others stay wrong. */
export type CallFailureKind =
  | 'rate-limit' // HTTP 429
  | 'overloaded' // HTTP 503, 529
  | 'server-error' // HTTP 500, 502, 504, 408 and other 5xx
  | 'timeout' // no complete answer in time
  | 'connection' // refused, reset, or the name could not be resolved
  | 'invalid-reply' // not JSON, no choices, or far too long
  | 'quota' // HTTP 429 that says that the account is empty
  | 'too-long' // HTTP 4xx that says that the prompt is over the model's context
  | 'rejected'; // HTTP 4xx: key, model name, parameters

const retriable: ReadonlySet<CallFailureKind> = new Set([
  'rate-limit',
  'overloaded',
  'server-error',
  'timeout',
  'connection',
  'invalid-reply',
]);

/** One failed call, decided where it happened, so that nobody parses messages later. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly kind: CallFailureKind;
  /** What the provider asked us to wait, in seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: CallFailureKind, message: string, details: { retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  get isRetriable(): boolean {
    return retriable.has(this.kind);
  }
}
