import type { Piece } from './extraction.ts';

/** Code spans of Markdown prose: `like this`. */
export function inlineCode(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (const match of text.matchAll(/(?<!`)(`{1,2})(?!`)([^`]+)\1(?!`)/g)) {
    const code = match[2]?.trim() ?? '';
    pieces.push({ text: code, wrapping: 'inline-code', closed: true, tag: '', introduction: '' });
  }
  return pieces;
}
