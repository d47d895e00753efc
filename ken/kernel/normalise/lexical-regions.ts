/**
 * Splits a bpftrace script into code, strings, comments and preprocessor lines. Every other reader of script text in
 * this project works on this split, so that nothing inside a string or a comment is ever taken for code.
 */
export type RegionKind = 'code' | 'string' | 'comment' | 'directive';

/** `text.slice(start, end)`; the regions follow each other without a gap and cover the whole text. */
export interface Region {
  kind: RegionKind;
  start: number;
  end: number;
}

export function lexicalRegions(text: string): Region[] {
  const regions: Region[] = [];
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const kind = kindAt(text, at, depth);
    const end = kind === 'code' ? at + codeLength(text, at, depth) : endOf(kind, text, at);
    if (kind === 'code') {
      if (text[at] === '{') depth += 1;
      if (text[at] === '}') depth = Math.max(0, depth - 1);
    }
    const last = regions.at(-1);
    if (last?.kind === 'code' && kind === 'code') last.end = end;
    else regions.push({ kind, start: at, end });
    at = end;
  }
  return regions;
}

/**
 * The text with everything but code blanked: comments and preprocessor lines become spaces, the inside of a string
 * becomes `_`. Length and line breaks stay, so an offset means the same in both texts.
 */
export function maskedCode(text: string, regions: readonly Region[] = lexicalRegions(text)): string {
  return regions
    .map(({ kind, start, end }) => {
      const part = text.slice(start, end);
      if (kind === 'code') return part;
      if (kind === 'string') return part.replace(/[^"\n]|(?<=.)"(?=.)/gs, '_');
      return part.replace(/[^\n]/g, ' ');
    })
    .join('');
}

function kindAt(text: string, at: number, depth: number): RegionKind {
  const character = text[at];
  if (character === '"') return 'string';
  if (character === '#' && startsLine(text, at)) return 'directive';
  const opensComment = character === '/' && (text[at + 1] === '/' || text[at + 1] === '*');
  return opensComment && !(depth === 0 && text[at - 1] === ':') ? 'comment' : 'code';
}

/** A path of an attach point (`uprobe:/bin/*:main`) may hold `/*`; it is taken in one piece. Elsewhere one character. */
function codeLength(text: string, at: number, depth: number): number {
  if (depth > 0 || text[at] !== '/' || text[at - 1] !== ':') return 1;
  return /^[-_./a-zA-Z0-9#+*]+/.exec(text.slice(at, at + 4096))?.[0].length ?? 1;
}

function endOf(kind: Exclude<RegionKind, 'code'>, text: string, at: number): number {
  switch (kind) {
    case 'string':
      return endOfString(text, at);
    case 'directive':
      return endOfDirective(text, at);
    case 'comment':
      return text[at + 1] === '*' ? endOfBlockComment(text, at) : endOfLine(text, at);
  }
}

/** bpftrace ends an unfinished string at the end of its line (and reports it). */
function endOfString(text: string, at: number): number {
  for (let index = at + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index + 1;
    else if (text[index] === '\n') return index;
  }
  return text.length;
}

/** Up to the line break that ends it; a backslash before the line break continues the directive. */
function endOfDirective(text: string, at: number): number {
  let end = endOfLine(text, at);
  while (end < text.length && /\\\r?$/.test(text.slice(Math.max(at, end - 2), end))) end = endOfLine(text, end + 1);
  return end;
}

function endOfBlockComment(text: string, at: number): number {
  const close = text.indexOf('*/', at + 2);
  return close < 0 ? text.length : close + 2;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function startsLine(text: string, at: number): boolean {
  let index = at - 1;
  while (index >= 0 && (text[index] === ' ' || text[index] === '\t')) index -= 1;
  return index < 0 || text[index] === '\n';
}
