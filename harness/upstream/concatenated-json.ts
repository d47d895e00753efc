/**
 * One piece of a file that should hold JSON objects one after the other. `offset` counts characters from 0, `line` from 1.
 * Two programs once appended to the same file and people edited rows by hand, so anything may stand between two objects.
 */
export type JsonPiece =
  | { kind: 'object'; value: Record<string, unknown>; line: number; offset: number; repair?: string }
  | { kind: 'unreadable'; text: string; reason: string; line: number; offset: number }
  | { kind: 'stray'; text: string; line: number; offset: number };

/**
 * Reads every object of a text, in order, and loses nothing: objects may be glued together or pretty-printed, and what is
 * neither white space nor an object comes back as `stray`. An object that is not JSON comes back `unreadable`, unless the
 * one hand edit that is known explains it: a bare number in place of a member (`-2,` where `"returncode": -2,` belongs).
 * After a damaged object reading goes on at the next line that begins an object.
 */
export function* readConcatenatedJson(text: string): Generator<JsonPiece> {
  let offset = 0;
  let line = 1;
  while (offset < text.length) {
    const piece = nextPiece(text, offset);
    const source = text.slice(offset, piece.end);
    if (source.trim() !== '') {
      const leading = source.length - source.trimStart().length;
      const place = { line: line + countLines(source.slice(0, leading)), offset: offset + leading };
      yield piece.object ? parsePiece(source.trim(), place) : { kind: 'stray', text: source.trim(), ...place };
    }
    line += countLines(source);
    offset = piece.end;
  }
}

interface Place {
  line: number;
  offset: number;
}

function parsePiece(source: string, place: Place): JsonPiece {
  const direct = parseObject(source);
  if (direct.value) return { kind: 'object', value: direct.value, ...place };
  const repaired = source.replace(bareNumberMember, (_, before: string, number: string, after: string) => {
    return `${before}"returncode": ${number}${after}`;
  });
  const second = repaired === source ? direct : parseObject(repaired);
  if (second.value) {
    return {
      kind: 'object',
      value: second.value,
      ...place,
      repair: 'a number without a name was read as the return code',
    };
  }
  return { kind: 'unreadable', text: source, reason: direct.reason, ...place };
}

/** `"...",\n    -2,\n    "prompt"`: the line breaks keep it from matching inside a string, which JSON holds on one line. */
const bareNumberMember = /(,[ \t]*\r?\n[ \t]*)(-?\d+)([ \t]*,?[ \t]*\r?\n)/;

function parseObject(source: string): { value?: Record<string, unknown>; reason: string } {
  try {
    return { value: JSON.parse(source) as Record<string, unknown>, reason: '' };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Where the piece at `offset` ends: an object up to its closing brace, stray text up to the next opening brace. */
function nextPiece(text: string, offset: number): { end: number; object: boolean } {
  const start = skipSpace(text, offset);
  if (start >= text.length) return { end: text.length, object: false };
  if (text[start] !== '{') {
    const brace = text.indexOf('{', start);
    return { end: brace < 0 ? text.length : brace, object: false };
  }
  const limit = nextObjectLine(text, start + 1);
  const end = closingBrace(text, start);
  if (end !== undefined) return { end, object: true };
  return { end: limit, object: true };
}

/** End of the object that opens at `start`, or undefined when it never closes or a row begins before it does. */
function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      const end = closingQuote(text, index);
      if (end === undefined) return undefined;
      index = end;
    } else if (character === '{') {
      depth += 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) return index + 1;
    } else if (character === '\n' && startsRow(text, index + 1) && index > start) {
      return undefined;
    }
  }
  return undefined;
}

/** JSON keeps a string on one line: a raw line break means that its quote was lost. */
function closingQuote(text: string, start: number): number | undefined {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
    else if (text[index] === '\n') return undefined;
  }
  return undefined;
}

function nextObjectLine(text: string, from: number): number {
  for (let newline = text.indexOf('\n', from); newline >= 0; newline = text.indexOf('\n', newline + 1)) {
    if (startsRow(text, newline + 1)) return newline + 1;
  }
  return text.length;
}

/** A row begins in the first column; a nested object of a pretty-printed row is indented. */
function startsRow(text: string, offset: number): boolean {
  return text[offset] === '{';
}

function skipSpace(text: string, offset: number): number {
  const match = /\S/.exec(text.slice(offset, offset + 4096));
  if (match) return offset + match.index;
  return offset + 4096 >= text.length ? text.length : skipSpace(text, offset + 4096);
}

function countLines(text: string): number {
  let lines = 0;
  for (const character of text) if (character === '\n') lines += 1;
  return lines;
}
