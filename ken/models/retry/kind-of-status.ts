import type { CallFailureKind } from './call-failure.ts';

/** What an HTTP status of a failed call means. @param body tells an empty account from a rate limit. */
export function kindOfStatus(status: number, body: string): CallFailureKind {
  if (status === 429) return /insufficient_quota|billing_hard_limit/.test(body) ? 'quota' : 'rate-limit';
  if (status === 503 || status === 529) return 'overloaded';
  if (status >= 500 || status === 408) return 'server-error';
  return 'rejected';
}
