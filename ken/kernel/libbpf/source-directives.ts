/**
 * The preprocessor's view of a C text, without preprocessing it: which headers does it ask for, and does it ask for
 * anything that could make the compiler open another file? It reads the text as clang does with -std=gnu11 (spliced
 * lines, comments, literals, digraphs); where a reader of C could disagree with clang, the text is refused.
 */
export interface SourceDirectives {
  includes: IncludeDirective[];
  /** Why the text must not reach the compiler; with line numbers from 1. */
  violations: Violation[];
}

export interface IncludeDirective {
  /** As written between the quotes or brackets. */
  header: string;
  line: number;
  /** Range of the whole directive in the text, without its line break. */
  start: number;
  end: number;
}

export interface Violation {
  line: number;
  message: string;
}

const allowedDirectives: ReadonlySet<string> = new Set(
  'include define undef if ifdef ifndef elif elifdef elifndef else endif error warning pragma'.split(' '),
);
/** Refused behind any `#`, wherever it stands. */
const fileDirective = /^(include\w*|import|embed|line|ident|sccs|__\w+|\d.*)$/;

export function sourceDirectives(text: string): SourceDirectives {
  const result: SourceDirectives = { includes: [], violations: [] };
  const refuse = (offset: number, message: string): void => {
    result.violations.push({ line: lineAt(text, offset), message });
  };
  refuseAmbiguousText(text, refuse);
  const { code, offsets } = withoutCommentsAndLiterals(text);
  for (const found of code.matchAll(/(?:__has_\w*(?:include|embed)\w*)|(?<![\w$])(?:u8|[uUL])?R(?=")/g)) {
    refuse(offsets[found.index] ?? 0, `${found[0]} is not read here: a program cannot ask for files`);
  }
  let lineStart = 0;
  for (const line of code.split('\n')) {
    readLine(line, lineStart);
    lineStart += line.length + 1;
  }
  return result;

  function readLine(line: string, from: number): void {
    for (const mark of line.matchAll(/#|%:/g)) {
      const offset = offsets[from + mark.index] ?? 0;
      const rest = line.slice(mark.index + mark[0].length);
      const word = /^[^\w$]*?([\w$]*)/.exec(rest.trimStart())?.[1] ?? '';
      // A visible character before it makes it an operator of a macro; anything else could be blank to the compiler.
      const leads = !/[!-~]/.test(line.slice(0, mark.index));
      if (!leads) {
        if (fileDirective.test(word)) refuse(offset, `"#${word}" is not read in the middle of a line`);
        continue;
      }
      if (rest.trim() === '') continue;
      if (!allowedDirectives.has(word) || !/^\s*[A-Za-z]/.test(rest)) {
        refuse(offset, `the directive "#${word}" is not read here`);
      } else if (word === 'include') {
        readInclude(offset);
      } else if (/^(error|warning)$/.test(word) && originalLine(offset, from + line.length).includes('/*')) {
        // clang takes the rest of such a line as it is: what looks like the start of a comment would not be one.
        refuse(offset, `a comment in #${word} is not read here`);
      } else if (word === 'pragma' && /dependency|include_alias|import|module/.test(rest)) {
        refuse(offset, 'this #pragma is not read here: it names a file');
      }
    }
  }

  function originalLine(start: number, end: number): string {
    return text.slice(start, offsets[end] ?? text.length);
  }

  function readInclude(start: number): void {
    // The original characters: the code's own view has blanks where a quoted name stands.
    const line = text.slice(start, endOfLine(text, start));
    const found = /^(#[ \t]*include[ \t]*(?:"([^"\n\\]*)"|<([^>\n\\]*)>))[ \t]*(?:\/\/[^\n\\]*|\/\*.*)?$/.exec(line);
    const header = found?.[2] ?? found?.[3];
    if (header === undefined) refuse(start, 'only #include "NAME" and #include <NAME> are read');
    else result.includes.push({ header, line: lineAt(text, start), start, end: start + (found?.[1] ?? '').length });
  }
}

function refuseAmbiguousText(text: string, refuse: (offset: number, message: string) => void): void {
  for (const found of text.matchAll(/\?\?[=/]|\r|\ufeff/g)) {
    const name = found[0] === '\r' ? 'a carriage return' : found[0] === '\ufeff' ? 'a byte order mark' : 'a trigraph';
    refuse(found.index, `${name} is not read here`);
  }
}

/**
 * The text with spliced lines joined, comments as one blank, and the content of literals as blanks between their quotes.
 * `offsets` tells where each character was.
 */
function withoutCommentsAndLiterals(text: string): { code: string; offsets: number[] } {
  const logical = joinedLines(text);
  let code = '';
  const offsets: number[] = [];
  const put = (character: string, at: number): void => {
    code += character;
    offsets.push(logical.offsets[at] ?? text.length);
  };
  const source = logical.characters;
  for (let at = 0; at < source.length;) {
    const pair = `${source[at] ?? ''}${source[at + 1] ?? ''}`;
    const end = pair === '//' ? lineEnd(source, at) : pair === '/*' ? blockEnd(source, at) : at;
    if (end > at) {
      put(' ', at);
      at = end;
      continue;
    }
    const character = source[at] ?? '';
    put(character, at);
    at += 1;
    if (character !== '"' && character !== "'") continue;
    const close = literalEnd(source, at, character);
    for (; at < close; at += 1) put(' ', at);
    if (source[at] === character) put(character, at++);
  }
  return { code, offsets };
}

function joinedLines(text: string): { characters: string; offsets: number[] } {
  let characters = '';
  const offsets: number[] = [];
  const splice = /\\[ \t\v\f]*\n/y;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') {
      splice.lastIndex = at;
      const found = splice.exec(text);
      if (found) {
        at += found[0].length - 1;
        continue;
      }
    }
    characters += text[at] ?? '';
    offsets.push(at);
  }
  return { characters, offsets };
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

function blockEnd(source: string, from: number): number {
  const end = source.indexOf('*/', from + 2);
  return end < 0 ? source.length : end + 2;
}

/** A literal ends at its quote, or unfinished at the end of its line. */
function literalEnd(source: string, from: number, quote: string): number {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '\n' || source[at] === quote) return at;
    if (source[at] === '\\' && source[at + 1] !== '\n') at += 1;
  }
  return source.length;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
