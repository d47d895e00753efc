import { createHash } from 'node:crypto';
import { lexicalRegions } from '../../ken/kernel/normalise/lexical-regions.ts';
import type { Program } from '../../ken/program.ts';

/**
 * Names what a program says, whatever its comments and its layout: two programs with the same identity compile to the
 * same code. SHA-256 in hexadecimal. Strings count letter by letter.
 */
export function programIdentity({ framework, text }: Program): string {
  const code = framework === 'bpftrace' ? plainScript(text) : plainC(text);
  return createHash('sha256').update(framework).update('\n').update(code).digest('hex');
}

function plainScript(text: string): string {
  let plain = '';
  for (const { kind, start, end } of lexicalRegions(text)) {
    const part = text.slice(start, end);
    const kept = kind === 'comment' ? ' ' : kind === 'code' ? part.replace(/\s+/g, ' ') : part;
    plain += plain.endsWith(' ') && kind !== 'string' ? kept.trimStart() : kept;
  }
  return plain.trim();
}

/** Line ends stay, since preprocessor lines end with them; a string or a character is taken in one piece. */
function plainC(text: string): string {
  return text
    .replace(
      /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/|[^\S\n])+/g,
      (_, literal?: string) => (literal === undefined ? ' ' : literal),
    )
    .replace(/ *\n\s*/g, '\n')
    .trim();
}
