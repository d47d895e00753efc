/**
 * Whether a C text ends within a comment. The parser recovers from it at a cost that grows with the square of the text, and
 * nothing behind the comment would be code anyway.
 */
export function hasOpenComment(text: string): boolean {
  const tokens = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*(?:(?!\*\/)[^])*?\*\/|(\/\*)/g;
  for (const [, open] of text.matchAll(tokens)) if (open !== undefined) return true;
  return false;
}
