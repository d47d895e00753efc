import type { Span } from '../preprocess/directives.ts';
import { skipComment, skipQuoted } from '../preprocess/scan.ts';

/** The top-level parts of a C text that end with `}` and look like definitions of functions. */
export function bracedChunks(text: string): Span[] {
  const found: Span[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34 || code === 39) at = skipQuoted(text, at) - 1;
    else if (code === 47) at = Math.max(at, skipComment(text, at) - 1);
    else if (code === 123) depth++;
    else if (code === 125 && depth > 0 && --depth === 0) {
      if (/\)\s*\{/.test(text.slice(start, at))) found.push({ start, end: at + 1 });
      start = at + 1;
    } else if (code === 59 && depth === 0) start = at + 1;
  }
  return found;
}
