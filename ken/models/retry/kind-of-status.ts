import type { CallFailureKind } from './call-failure.ts';

/** What an HTTP status of a failed call means. @param body tells an empty account from a rate limit. */
export function kindOfStatus(status: number, body: string): CallFailureKind {
  if (status === 429) return /insufficient_quota|billing_hard_limit/.test(body) ? 'quota' : 'rate-limit';
  if (status === 503 || status === 529) return 'overloaded';
  if (status >= 500 || status === 408) return 'server-error';
  return saysTooLong.test(body) ? 'too-long' : 'rejected';
}

/** How providers word it: OpenAI, Anthropic, llama.cpp's server, vLLM. */
const saysTooLong =
  /context_length_exceeded|maximum context length|prompt is too long|exceeds? the (?:available )?context|context window/i;
