/**
 * Text of tools or models as quoted lines: each line of the result begins with `| `, whatever the text holds, so that
 * nothing in it can look like a part of the prompt. All kinds of line breaks count; control, direction and zero-width
 * characters are shown as `\u{...}`.
 */
export function quoteLines(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .split(/[\n\r\v\f\u0085\u2028\u2029]/)
    .map((line) => `| ${line.replace(invisible, escapeCharacter)}`)
    .join('\n');
}

/** Control, format and lone surrogate characters; a tab is harmless. */
const invisible = /(?!\t)[\p{Cc}\p{Cf}\p{Cs}]/gu;

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A program in a fence that is longer than every run of backticks in it, so that the program cannot close it. */
export function fence(program: string, tag: string): string {
  let longest = 2;
  for (const [run] of program.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const marks = '`'.repeat(longest + 1);
  return `${marks}${tag}\n${program}\n${marks}`;
}

/** Cuts a text to a number of characters and says how many were left out. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit)}\n... (${text.length - limit} more characters)`;
}
