/**
 * Seconds that a response asks its client to wait: `retry-after-ms` (milliseconds), or `Retry-After` as seconds or as
 * an HTTP date (RFC 9110, sections 10.2.3 and 5.6.7). Undefined when absent or not understood; never negative.
 *
 * @param now milliseconds since 1970.
 */
export function retryAfterSeconds(headers: Headers, now: number): number | undefined {
  const milliseconds = headers.get('retry-after-ms')?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(milliseconds)) return Number(milliseconds) / 1000;
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(value)) return Number(value);
  if (!/^[A-Z][a-z]{2,8}, /.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
