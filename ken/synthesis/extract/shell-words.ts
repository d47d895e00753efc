/**
 * The words of one POSIX shell command, from `start` to its end (an unquoted line feed, `;`, `|`, `&`, `<`, `>`, `)` or
 * backtick). Quotes are removed as the shell does; nothing is expanded: `$name` in double quotes stays as it is
 * written. `$'...'` is read with bash's escapes.
 */
export function shellWords(text: string, start: number): ShellWords {
  const words: string[] = [];
  let word: string | undefined;
  let index = start;
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === '\\' && text.charAt(index + 1) === '\n') {
      index += 2;
    } else if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
      index += 1;
    } else if (/[\n;|&<>)`]/.test(character)) {
      break;
    } else {
      const part = readPart(text, index);
      word = (word ?? '') + part.text;
      index = part.end;
      if (!part.closed) return { words: [...words, word], closed: false, end: text.length };
    }
  }
  if (word !== undefined) words.push(word);
  return { words, closed: true, end: index };
}

export interface ShellWords {
  words: string[];
  /** False when a quote was never closed; the last word then reaches to the end of the text. */
  closed: boolean;
  /** Index after the last character that was read. */
  end: number;
}

interface Part {
  text: string;
  end: number;
  closed: boolean;
}

function readPart(text: string, index: number): Part {
  const character = text.charAt(index);
  if (character === "'") return singleQuoted(text, index + 1);
  if (character === '"') return doubleQuoted(text, index + 1);
  if (text.startsWith("$'", index)) return ansiQuoted(text, index + 2);
  if (character === '\\') return { text: text.charAt(index + 1), end: index + 2, closed: true };
  return { text: character, end: index + 1, closed: true };
}

function singleQuoted(text: string, start: number): Part {
  const end = text.indexOf("'", start);
  return end === -1 ? unclosed(text.slice(start), text) : { text: text.slice(start, end), end: end + 1, closed: true };
}

function doubleQuoted(text: string, start: number): Part {
  let content = '';
  let index = start;
  while (index < text.length) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character === '"') return { text: content, end: index + 1, closed: true };
    if (character === '\\' && next === '\n') {
      index += 2;
    } else if (character === '\\' && /[$`"\\]/.test(next)) {
      content += next;
      index += 2;
    } else {
      content += character;
      index += 1;
    }
  }
  return unclosed(content, text);
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

function ansiQuoted(text: string, start: number): Part {
  let content = '';
  let index = start;
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === "'") return { text: content, end: index + 1, closed: true };
    const coded = /^\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([0-7]{1,3}))/.exec(text.slice(index, index + 6));
    const simple = character === '\\' ? simpleEscapes[text.charAt(index + 1)] : undefined;
    if (coded) {
      const [whole, hexadecimal, unicode, octal] = coded;
      content += String.fromCharCode(octal ? parseInt(octal, 8) & 0xff : parseInt(hexadecimal ?? unicode ?? '0', 16));
      index += whole.length;
    } else if (simple !== undefined) {
      content += simple;
      index += 2;
    } else {
      content += character;
      index += 1;
    }
  }
  return unclosed(content, text);
}

function unclosed(content: string, text: string): Part {
  return { text: content, end: text.length, closed: false };
}
