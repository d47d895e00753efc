import type { Framework } from '../../program.ts';
import { readItem, skipBlanks } from './bpftrace-items.ts';
import type { Piece } from './extraction.ts';

/** Lines at which a program is looked for; a reply with more of them is no sane reply. */
const mostStarts = 2000;
const mostUnfinished = 20;

/**
 * The first run of bpftrace's top-level items that begins at a line and has a probe in it, with the comments before
 * and after it. Prose around it is left out; code around it that we cannot read is kept, since a program must not get
 * better by losing its faulty half.
 */
export function bareBpftrace(text: string): Piece | null {
  let unfinished = 0;
  for (const start of lineStarts(text, /^[ \t]*(?:#[!a-z ]|\/[/*]|[A-Za-z])/)) {
    const run = readRun(text, start);
    if (run.probes > 0) return withCodeAround(text, start, run);
    // Every unfinished item or comment was read to the end of the text; many of them are an attack on our time.
    if (!run.complete || text.startsWith('/*', run.end)) unfinished += 1;
    if (unfinished > mostUnfinished) return null;
  }
  return null;
}

/** The text is one program from its first character to its last. */
export function isWholeProgram(text: string, framework: Framework): boolean {
  const trimmed = text.trim();
  if (framework === 'libbpf') return bareLibbpf(trimmed)?.text === trimmed;
  const run = readRun(trimmed, 0);
  return run.probes > 0 && run.complete && run.end === trimmed.length;
}

function withCodeAround(text: string, start: number, run: { end: number; complete: boolean }): Piece {
  const before = text.slice(0, start).split('\n');
  const firstCode = before.findIndex((line) => endsLikeCode.test(line));
  const after = text.slice(run.end);
  const lastCode = after.split('\n').findLastIndex((line) => endsLikeCode.test(line));
  if (firstCode === -1 && lastCode === -1) return bare(text.slice(start, run.end), run.complete);
  const head = firstCode === -1 ? -1 : before.findLastIndex((line, index) => index < firstCode && line.trim() === '');
  const begin = firstCode === -1 ? start : before.slice(0, head + 1).join('\n').length;
  const tail = after
    .split('\n')
    .slice(0, lastCode + 1)
    .join('\n');
  const program = text.slice(begin, run.end) + tail;
  return bare(program, balanced(program));
}

/** The end of a block or statement, or a call on a line of its own. */
const endsLikeCode = /[{};]\s*$|^\s*[\w@$]+\([^()]*\)\s*$/;

function readRun(text: string, start: number): { end: number; probes: number; complete: boolean } {
  const run = { end: start, probes: 0, complete: true };
  for (;;) {
    const item = readItem(text, run.end);
    if (!item) break;
    run.end = item.end;
    run.complete = item.complete;
    if (item.isProbe) run.probes += 1;
    if (!item.complete) break;
  }
  return { ...run, end: skipBlanks(text, run.end) };
}

/** A C text with a BPF section: from its first line that looks like C to the last line that ends a declaration. */
export function bareLibbpf(text: string): Piece | null {
  const lines = text.split('\n');
  const section = lines.findIndex((line) => /^\s*SEC\s*\(/.test(line));
  if (section === -1) return null;
  const start = lines.findIndex((line) => beginsC.test(line));
  const last = lines.findLastIndex((line) => endsC.test(line));
  if (start === -1 || start > section || last < section) return null;
  const program = lines.slice(start, last + 1).join('\n');
  return bare(program, balanced(program));
}

const beginsC =
  /^(?:#\s*(?:include|define|if|ifdef|ifndef|pragma)\b|\/\/|\/\*|SEC\s*\(|(?:struct|union|enum)\s+\w*\s*\{|(?:typedef|static|const|volatile|extern)\b.*[;{]|char\s+\w+\s*\[)/;
const endsC = /^(?:.*;|.*\}|\s*#\s*endif.*|.*\*\/|\/\/.*)\s*(?:(?:\/\/|\/\*).*)?$/;

/** Every brace of a C text is closed, outside of literals and comments. */
export function balanced(text: string): boolean {
  const code = text.replace(
    /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g,
    ' ',
  );
  const opened = code.split('{').length;
  return opened <= code.split('}').length;
}

function lineStarts(text: string, pattern: RegExp): number[] {
  const starts: number[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (pattern.test(line) && starts.length < mostStarts) starts.push(start);
    start += line.length + 1;
  }
  return starts;
}

function bare(text: string, closed: boolean): Piece {
  return { text: text.trim(), wrapping: 'bare', closed, tag: '', introduction: '' };
}
