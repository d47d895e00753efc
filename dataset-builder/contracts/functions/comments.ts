import type { SourceComment } from './source-function.ts';

/**
 * The comment that ends directly before `at`: at most one empty line and nothing but attributes that were masked out
 * stand between. `source` is the file as it is written, `masked` what the parser saw.
 */
export function commentBefore(source: string, masked: string, at: number): SourceComment | null {
  let end = at;
  while (end > 0 && isSpace(masked.charCodeAt(end - 1))) end--;
  if (!masked.endsWith('*/', end)) return null;
  const gap = source.slice(end, at);
  const directives = gap.match(/^[ \t]*#/gm)?.length ?? 0;
  if ((gap.match(/\n/g)?.length ?? 0) > 2 + directives) return null;
  const start = source.lastIndexOf('/*', end - 2);
  if (start < 0) return null;
  const kind = source.startsWith('/**', start) && source[start + 3] !== '/' ? 'kernel-doc' : 'block';
  return { kind, start, end };
}

function isSpace(code: number): boolean {
  return code <= 32;
}
