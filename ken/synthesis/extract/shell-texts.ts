import type { Piece } from './extraction.ts';
import { hereDocuments } from './here-documents.ts';
import { shellWords } from './shell-words.ts';

const command = /(?<![^\s;&|(`])(?:[\w./-]*\/)?(bpftrace|echo|printf)(?=[ \t\\])/g;

/**
 * The program texts in shell commands: bodies of here-documents, the argument of `bpftrace -e`, and what `echo` or
 * `printf` writes. Commands are found anywhere in a text, since prompts, `sudo` and prose may stand before them. Only
 * read, never executed.
 */
export function shellTexts(text: string): Piece[] {
  const pieces = hereDocuments(text);
  let end = 0;
  for (const match of text.matchAll(command)) {
    if (match.index < end) continue;
    const start = match.index + match[0].length;
    const { words, closed, end: commandEnd } = shellWords(text, start);
    const programs = match[1] === 'bpftrace' ? expressionOption(words) : words.filter((word) => !word.startsWith('-'));
    if (programs.length === 0) continue;
    // An apostrophe in prose after "bpftrace" opens a quote that never ends; such a command hides nothing after it.
    if (closed) end = commandEnd;
    const last = programs.length - 1;
    pieces.push(
      ...programs.map((program, index): Piece => {
        // What follows -e is meant to be a program, also one that we cannot read; the gate then says what is wrong.
        const tag = match[1] === 'bpftrace' && program.includes('{') ? 'bpftrace' : '';
        return { text: program.trim(), wrapping: 'shell', closed: closed || index < last, tag, introduction: '' };
      }),
    );
  }
  return pieces;
}

/** The value of `-e`, as `-e PROGRAM` or `-ePROGRAM`. */
function expressionOption(words: readonly string[]): string[] {
  const index = words.findIndex((word) => word === '-e' || /^-e[^\w-]|^-e\w+:/.test(word));
  const word = words[index];
  if (word === undefined) return [];
  if (word !== '-e') return [word.slice(2)];
  return words.slice(index + 1, index + 2);
}
