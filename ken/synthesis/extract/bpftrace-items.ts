/**
 * A reader of bpftrace's top-level structure, just deep enough to know where a program begins and ends inside other
 * text. It is lenient about what stands inside a block: the gate's compiler judges that.
 */
export interface ItemSpan {
  /** Index after the item; the text's length when the text ends inside of it. */
  end: number;
  complete: boolean;
  isProbe: boolean;
}

const providers =
  'kprobe|kretprobe|k|kr|uprobe|uretprobe|u|ur|usdt|U|tracepoint|t|rawtracepoint|rt|fentry|fexit|f|fr|kfunc|kretfunc|profile|p|interval|i|software|s|hardware|h|watchpoint|w|asyncwatchpoint|aw|iter|it|bench|self';
const probeName = new RegExp(`(?:BEGIN|END|begin|end)(?![\\w:])|(?:${providers}):(?:"[^"\\n]*"|[^\\s{,"])+`, 'y');
const directive = /#(?:!|[ \t]*(?:include|define|undef|if|ifdef|ifndef|else|elif|endif|pragma|line)\b)(?:\\\n|[^\n])*/y;
const blockWord = /(?:config[ \t]*=|(?:struct|union|enum)\b[^{};/"]*|(?:fn|macro|subprog)[ \t]+\w+[^{};"]*)\s*(?=\{)/y;
const statement = /(?:import[ \t]+"[^"\n]*"|let[ \t]+@[^;{}\n]*)[ \t]*;/y;

/** The item that begins at `start` (after blanks and comments), or null. */
export function readItem(text: string, start: number): ItemSpan | null {
  const at = skipBlanks(text, start);
  const plain = matchAt(directive, text, at) ?? matchAt(statement, text, at);
  if (plain !== null) return { end: plain, complete: true, isProbe: false };
  const head = matchAt(blockWord, text, at);
  if (head !== null) {
    const body = readBlock(text, head);
    const semicolon = matchAt(/\s*;/y, text, body.end);
    return { end: semicolon ?? body.end, complete: body.complete, isProbe: false };
  }
  return readProbe(text, at);
}

/** Index after blanks and comments. An unclosed comment is not skipped. */
export function skipBlanks(text: string, start: number): number {
  let index = start;
  while (index < text.length) {
    if (/\s/.test(text.charAt(index))) {
      index += 1;
    } else if (text.startsWith('//', index)) {
      const end = text.indexOf('\n', index);
      index = end === -1 ? text.length : end;
    } else if (text.startsWith('/*', index)) {
      const end = text.indexOf('*/', index + 2);
      if (end === -1) return index;
      index = end + 2;
    } else {
      return index;
    }
  }
  return index;
}

function readProbe(text: string, start: number): ItemSpan | null {
  let at = start;
  for (;;) {
    const name = matchAt(probeName, text, at);
    if (name === null) return null;
    const slash = predicateInName(text, at, name);
    at = skipBlanks(text, slash ?? name);
    if (text.charAt(at) !== ',') break;
    at = skipBlanks(text, at + 1);
  }
  if (text.charAt(at) === '/') {
    const end = predicateEnd(text, at);
    if (end === null) return null;
    at = skipBlanks(text, end);
  }
  if (text.charAt(at) !== '{') return null;
  return { ...readBlock(text, at), isProbe: true };
}

/** `kprobe:f/pid == 1/`: only probes of user space have slashes of their own in a name. */
function predicateInName(text: string, start: number, end: number): number | null {
  const name = text.slice(start, end);
  if (/^(?:u|U|ur|uprobe|uretprobe|usdt|w|aw|watchpoint|asyncwatchpoint|self):/.test(name)) return null;
  const slash = name.indexOf('/');
  return slash === -1 ? null : start + slash;
}

const longestPredicate = 4000;

/** A predicate ends at the slash that a block follows. */
function predicateEnd(text: string, start: number): number | null {
  const limit = Math.min(text.length, start + longestPredicate);
  for (let index = start + 1; index < limit; index += 1) {
    if (text.charAt(index) === '"') index = stringEnd(text, index) - 1;
    else if (text.charAt(index) === '/' && text.charAt(skipBlanks(text, index + 1)) === '{') return index + 1;
  }
  return null;
}

function readBlock(text: string, start: number): { end: number; complete: boolean } {
  let depth = 0;
  let index = start;
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === '"') {
      index = stringEnd(text, index);
    } else if (character === '/' && /[/*]/.test(text.charAt(index + 1))) {
      const after = skipBlanks(text, index);
      if (after === index) break;
      index = after;
    } else {
      if (character === '{') depth += 1;
      if (character === '}') depth -= 1;
      index += 1;
      if (depth === 0) return { end: index, complete: true };
    }
  }
  return { end: text.length, complete: false };
}

function stringEnd(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charAt(index) !== '"') index += text.charAt(index) === '\\' ? 2 : 1;
  return Math.min(index + 1, text.length);
}

function matchAt(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
