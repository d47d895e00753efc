/**
 * Why no connection came about, or undefined when the error is something else. The innermost cause of a failed fetch:
 * `connect ECONNREFUSED 127.0.0.1:9`, `other side closed`.
 */
export function connectionReason(error: unknown): string | undefined {
  let innermost: unknown = error;
  let isConnection = false;
  while (innermost instanceof Error) {
    isConnection ||= /^(?:fetch failed|Connection error\.|terminated)$/.test(innermost.message);
    if (innermost.cause === undefined) break;
    innermost = innermost.cause;
  }
  if (!isConnection) return undefined;
  const code = innermost instanceof Error && 'code' in innermost ? String(innermost.code) : '';
  const message = innermost instanceof Error ? innermost.message : String(innermost);
  return message.includes(code) ? message : `${code} ${message}`.trim();
}
