/** Steps over C text, by character code. All positions are offsets into the text. */

/** Offset behind a comment that begins at `at`, or `at` itself when none does. */
export function skipComment(text: string, at: number): number {
  if (text.charCodeAt(at) !== 47) return at;
  const next = text.charCodeAt(at + 1);
  if (next !== 42 && next !== 47) return at;
  const end = next === 42 ? text.indexOf('*/', at + 2) : text.indexOf('\n', at + 2);
  if (end < 0) return text.length;
  return next === 42 ? end + 2 : end;
}

/** Offset behind a string or character constant that begins at `at`. It ends with its line at the latest. */
export function skipQuoted(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  for (let index = at + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 92) index++;
    else if (code === quote) return index + 1;
    else if (code === 10) return index;
  }
  return text.length;
}

/** The next offset that is neither white space, nor a continued line, nor a comment. */
export function skipSpace(text: string, at: number): number {
  for (let index = at; ;) {
    const code = text.charCodeAt(index);
    if (code === 32 || (code >= 9 && code <= 13) || code === 92) index++;
    else {
      const behind = skipComment(text, index);
      if (behind === index) return index;
      index = behind;
    }
  }
}

/** Offset of the `)` that closes the `(` at `at`, or -1. */
export function closingParenthesis(text: string, at: number): number {
  let depth = 0;
  for (let index = at; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 40) depth++;
    else if (code === 41 && --depth === 0) return index;
    else if (code === 34 || code === 39) index = skipQuoted(text, index) - 1;
    else if (code === 47) index = Math.max(index, skipComment(text, index) - 1);
  }
  return -1;
}

/** Offset behind the word that begins at `at`; `at` itself when none does. */
export function wordEnd(text: string, at: number): number {
  let index = at;
  while (isWordCode(text.charCodeAt(index))) index++;
  return index;
}

export function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57);
}

export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Arguments of a macro call, split at its top-level commas, trimmed, without comments. */
export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 34 || code === 39) index = skipQuoted(text, index) - 1;
    else if (code === 47) index = Math.max(index, skipComment(text, index) - 1);
    else if (code === 40 || code === 91 || code === 123) depth++;
    else if (code === 41 || code === 93 || code === 125) depth--;
    else if (code === 44 && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  const clean = parts.map((part) => part.replace(/\/\*[\s\S]*?\*\//g, ' ').trim());
  return clean.length === 1 && clean[0] === '' ? [] : clean;
}
