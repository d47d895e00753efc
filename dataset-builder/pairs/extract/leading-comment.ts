/** The comments before a program's first line of code, taken apart. */
export interface LeadingComment {
  /** Lines without the comment's decoration, with their line numbers (from 1). */
  lines: { text: string; line: number }[];
  /** The text without them, `#!` line included, trimmed. */
  rest: string;
}

/** Reads block and line comments at the start of a text, in bpftrace as in C. */
export function leadingComment(text: string): LeadingComment {
  const lines: LeadingComment['lines'] = [];
  let at = /^#![^\n]*\n?/.exec(text)?.[0].length ?? 0;
  let line = lineAt(text, 0, at, 1);
  for (let before = at; ; before = at) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    const block = /^\/\*[\s\S]*?\*\//.exec(text.slice(at))?.[0];
    const comment = block ?? /^\/\/[^\n]*/.exec(text.slice(at))?.[0];
    if (comment === undefined) break;
    const first = lineAt(text, before, at, line);
    comment.split('\n').forEach((each, index) => lines.push({ text: undecorated(each), line: first + index }));
    line = lineAt(comment, 0, comment.length, first);
    at += comment.length;
  }
  return { lines, rest: text.slice(at).trim() };
}

function undecorated(line: string): string {
  return line
    .replace(/^\s*(?:\/\*+|\*+\/|\/\/+|\*(?!\/))?/, '')
    .replace(/\*+\/\s*$/, '')
    .trim();
}

/** The line of a place, counted on from an earlier place and its line. */
function lineAt(text: string, from: number, to: number, line: number): number {
  return line + text.slice(from, to).split('\n').length - 1;
}
