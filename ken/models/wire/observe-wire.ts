import { CallFailure } from '../retry/call-failure.ts';
import { kindOfStatus } from '../retry/kind-of-status.ts';
import { retryAfterSeconds } from '../retry/retry-after.ts';
import type { Usage } from '../model.ts';

/** Bytes. An answer of the largest models is far shorter. */
const longestBody = 8 * 1024 * 1024;

/** What the body of a successful response says; the text itself is taken from LangChain. */
export interface Completion {
  servedModel: string | null;
  finishReason: string | null;
  /** What the model said instead of an answer, where the provider keeps that apart. */
  refusal: string | null;
  /** Null when the provider did not say, or said nonsense. */
  usage: Usage | null;
}

/** How a provider's bodies are read. */
export interface BodyReader {
  /** Throws `CallFailure('invalid-reply')` for a body that is no complete answer. */
  read(body: string): Completion;
  contentType: string;
}

/**
 * What one call looked like on the wire. LangChain keeps neither headers nor the raw body, and turns several faults
 * into one error class; so the outcome is decided here, where the response is seen.
 */
export interface Wire {
  fetch: typeof fetch;
  /** Set by a successful response. */
  completion(): Completion | undefined;
  /** Set by a response that is an error, or that is no completion. */
  failure(): CallFailure | undefined;
}

/**
 * @param now milliseconds since 1970, for `Retry-After` dates.
 * @param signal ends the call.
 */
export function observeWire(now: () => number, reader: BodyReader, signal: AbortSignal): Wire {
  let completion: Completion | undefined;
  let failure: CallFailure | undefined;
  return {
    completion: () => completion,
    failure: () => failure,
    async fetch(input, init) {
      // Not every class of LangChain passes a signal on to a call that has not been answered yet.
      const signals = init?.signal ? AbortSignal.any([init.signal, signal]) : signal;
      const response = await fetch(input, { ...init, signal: signals });
      try {
        const body = await readBody(response);
        if (!response.ok) throw failureOf(response, body, now());
        completion = reader.read(body);
        return new Response(body, { status: response.status, headers: { 'content-type': reader.contentType } });
      } catch (error) {
        if (error instanceof CallFailure) failure = error;
        throw error;
      }
    },
  };
}

async function readBody(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let body = '';
  let bytes = 0;
  // Leaving the loop by a throw cancels the stream.
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > longestBody) throw new CallFailure('invalid-reply', `the answer is longer than ${longestBody} bytes`);
    body += decoder.decode(chunk, { stream: true });
  }
  return body + decoder.decode();
}

function failureOf(response: Response, body: string, now: number): CallFailure {
  const kind = kindOfStatus(response.status, body);
  const wait = retryAfterSeconds(response.headers, now);
  const message = `HTTP ${response.status} ${JSON.stringify(body.slice(0, 300))}`;
  return new CallFailure(kind, message, wait === undefined ? {} : { retryAfterSeconds: wait });
}
