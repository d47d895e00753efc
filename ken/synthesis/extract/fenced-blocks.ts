import type { Piece } from './extraction.ts';

interface OpenFence {
  marker: string;
  tag: string;
  indent: number;
  quoted: boolean;
  introduction: string;
  lines: string[];
}

/**
 * The fenced code blocks of a Markdown text, as CommonMark reads them: backticks or tildes, indented by a list, or in a
 * block quote. A block that is never closed ends with the text.
 */
export function fencedBlocks(text: string): Piece[] {
  const blocks: Piece[] = [];
  let open: OpenFence | undefined;
  let introduction = '';
  for (const line of text.split('\n')) {
    if (!open) {
      const single = /^\s*```([^`]+)```\s*$/.exec(line);
      if (single) blocks.push(piece(single[1]?.trim() ?? '', true, '', introduction));
      else open = openingFence(line, introduction);
      if (line.trim() !== '') introduction = line.slice(-300);
    } else if (closes(line, open)) {
      blocks.push(piece(open.lines.join('\n'), true, open.tag, open.introduction));
      open = undefined;
      introduction = '';
    } else {
      open.lines.push(withoutIndent(line, open));
    }
  }
  if (open) blocks.push(piece(open.lines.join('\n'), false, open.tag, open.introduction));
  return blocks;
}

/** Zero-width characters before a fence are a paste accident; they do not stop it from being one. */
const opening = /^([\u200B-\u200D\u2060\uFEFF]*\s*(?:(?:>|[-*+]|\d{1,9}[.)])\s+)*)(`{3,}|~{3,})\s*([^`]*)$/;

function openingFence(line: string, introduction: string): OpenFence | undefined {
  const match = opening.exec(line);
  if (!match) return undefined;
  const [, prefix = '', marker = '', info = ''] = match;
  const tag = (info.trim().split(/\s+/)[0] ?? '').replace(/[{}.]/g, '').toLowerCase();
  return {
    marker,
    tag,
    indent: prefix.replace(/[\u200B-\u200D\u2060\uFEFF]/g, '').length,
    quoted: prefix.includes('>'),
    introduction,
    lines: [],
  };
}

function closes(line: string, open: OpenFence): boolean {
  const bare = (open.quoted ? line.replace(/^\s*>/, '') : line).replace(/[\u200B-\u200D\u2060\uFEFF]/g, '').trim();
  const sign = open.marker.charAt(0);
  return bare.length >= open.marker.length && bare === sign.repeat(bare.length);
}

function withoutIndent(line: string, open: OpenFence): string {
  if (open.quoted) return line.replace(/^\s*> ?/, '');
  let width = 0;
  while (width < open.indent && line.charAt(width) === ' ') width += 1;
  return line.slice(width);
}

function piece(text: string, closed: boolean, tag: string, introduction: string): Piece {
  return { text: text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd(), wrapping: 'fence', closed, tag, introduction };
}
