import type { AttributeNames } from './attributes.ts';
import { templates } from './templates.ts';
import { closingParenthesis, isDigitCode, isWordCode, skipComment, skipQuoted, skipSpace, wordEnd } from './scan.ts';

/** A call of a macro outside of all functions. */
export interface TopMacro {
  name: string;
  /** Offset of the name. */
  start: number;
  /** The text between the parentheses. */
  arguments: string;
  /** A body in braces follows. */
  hasBody: boolean;
  /** Offset of the function's name that stands in its place in the masked text; -1 when none does. */
  placeholder: number;
  /** `static` stood before it. */
  isStatic: boolean;
}

export interface Masked {
  /** Same length and lines as the text: what a C parser without macros can read. */
  text: string;
  macros: TopMacro[];
  /** Attributes that were left out, with their places. */
  attributes: { start: number; text: string }[];
}

const keywords = new Set([
  ...[
    'if',
    'while',
    'for',
    'switch',
    'return',
    'sizeof',
    'do',
    'else',
    'case',
    'goto',
    'typeof',
    '__typeof__',
    'struct',
  ],
  ...['union', 'enum', 'static', 'const', 'extern', 'typedef', 'asm', '__asm__', 'unsigned', 'signed', 'int', 'long'],
  ...['char', 'void', 'short', '_Static_assert', 'static_assert', '__attribute__', 'register', 'volatile', 'inline'],
  ...['_Alignof', '__alignof__', 'alignof', 'offsetof', '__builtin_offsetof', 'default', 'break', 'continue'],
]);
const typeKeywords = new Set([
  'unsigned',
  'signed',
  'int',
  'long',
  'char',
  'void',
  'short',
  'bool',
  '_Bool',
  'float',
  'double',
]);
const tagKeywords = new Set(['struct', 'union', 'enum', 'const']);
const placeholder = 'int m()';

/**
 * Blanks what keeps a parser from reading kernel C: attribute macros, macros that define functions (a placeholder
 * heading takes their place), loop macros (they become `while`), and type names as arguments of macros.
 */
export function mask(text: string, names: AttributeNames): Masked {
  return new Masker(text, names).run();
}

/** What stands before the next token; `call`: the parenthesis of a call. */
type Before = 'nothing' | 'word' | 'comma' | 'call' | 'other';

class Masker {
  readonly #text: string;
  readonly #names: AttributeNames;
  readonly #pieces: string[] = [];
  readonly #macros: TopMacro[] = [];
  readonly #attributes: Masked['attributes'] = [];
  /** Everything before it is in the pieces. */
  #copied = 0;
  #braces = 0;
  #parentheses = 0;
  /** Tokens of the statement so far, and whether its first is `static` or `extern`. */
  #tokens = 0;
  #storage = '';
  #before: Before = 'nothing';

  constructor(text: string, names: AttributeNames) {
    this.#text = text;
    this.#names = names;
  }

  run(): Masked {
    const text = this.#text;
    for (let at = 0; at < text.length;) {
      const code = text.charCodeAt(at);
      if (code <= 32) at++;
      else if (isWordCode(code) && !isDigitCode(code)) at = this.#word(at);
      else at = this.#sign(at, code);
    }
    this.#pieces.push(text.slice(this.#copied));
    return { text: this.#pieces.join(''), macros: this.#macros, attributes: this.#attributes };
  }

  #sign(at: number, code: number): number {
    const text = this.#text;
    switch (code) {
      case 47: {
        const behind = skipComment(text, at);
        if (behind !== at) return behind;
        break;
      }
      case 34:
      case 39:
        this.#count('other');
        return skipQuoted(text, at);
      case 123:
        this.#braces++;
        this.#newStatement();
        return at + 1;
      case 125:
        if (this.#braces > 0) this.#braces--;
        this.#newStatement();
        return at + 1;
      case 59:
        if (this.#parentheses === 0) this.#newStatement();
        this.#before = 'other';
        return at + 1;
      case 40:
        this.#parentheses++;
        this.#before = this.#before === 'word' ? 'call' : 'other';
        return at + 1;
      case 41:
        if (this.#parentheses > 0) this.#parentheses--;
        this.#before = 'other';
        return at + 1;
      case 44:
        this.#before = 'comma';
        this.#tokens++;
        return at + 1;
    }
    if (isDigitCode(code)) {
      this.#count('other');
      return wordEnd(text, at);
    }
    this.#count('other');
    return at + 1;
  }

  #word(at: number): number {
    const text = this.#text;
    const end = wordEnd(text, at);
    const word = text.slice(at, end);
    const behind = this.#attribute(word, at, end);
    if (behind > 0) return behind;
    if (!keywords.has(word)) {
      if (this.#braces === 0 && this.#parentheses === 0) {
        const after = this.#topMacro(word, at, end);
        if (after > 0) return after;
      } else if (this.#braces > 0 && this.#tokens === 0 && word.length >= 5) this.#loop(word, at, end);
    } else if (this.#braces > 0 && (this.#before === 'comma' || this.#before === 'call') && this.#parentheses > 0) {
      const after = this.#typeArgument(word, at);
      if (after > 0) return after;
    }
    if (this.#tokens === 0 && (word === 'static' || word === 'extern')) this.#storage = word;
    this.#count(keywords.has(word) ? 'other' : 'word');
    return end;
  }

  #attribute(word: string, at: number, end: number): number {
    if (this.#names.plain.has(word)) {
      this.#attributes.push({ start: at, text: word });
      this.#replace(at, end, '');
      return end;
    }
    if (!this.#names.withArguments.has(word)) return -1;
    const open = skipSpace(this.#text, end);
    const close = this.#text[open] === '(' ? closingParenthesis(this.#text, open) : -1;
    if (close < 0) return -1;
    this.#attributes.push({ start: at, text: this.#text.slice(at, close + 1) });
    this.#replace(at, close + 1, '');
    return close + 1;
  }

  /** `MACRO(args) {`, `MACRO(args);` and `MACRO(args)` where a declaration may begin. */
  #topMacro(word: string, at: number, end: number): number {
    const text = this.#text;
    // A bare macro without parentheses may stand before a template; it counts as a token.
    const starts = this.#tokens === 0 || (this.#tokens === 1 && this.#storage !== '') || templates.has(word);
    if (!starts) return -1;
    const open = skipSpace(text, end);
    if (text[open] !== '(') return -1;
    const close = closingParenthesis(text, open);
    if (close < 0) return -1;
    const next = text[this.#skipAttributes(close + 1)] ?? '';
    const macro: TopMacro = {
      name: word,
      start: at,
      arguments: text.slice(open + 1, close),
      hasBody: next === '{',
      placeholder: -1,
      isStatic: this.#storage === 'static',
    };
    if (next === '{') {
      macro.placeholder = this.#heading(at, close + 1);
      this.#macros.push(macro);
      return close + 1;
    }
    if (next === ';') {
      this.#macros.push(macro);
      return -1;
    }
    if ((this.#tokens > 0 && !templates.has(word)) || '=,[('.includes(next)) return -1;
    this.#macros.push(macro);
    this.#replace(at, close + 1, '');
    return close + 1;
  }

  /** Puts `int m()` where it fits into one line of the heading. Returns where the name is. */
  #heading(start: number, end: number): number {
    let line = start;
    while (line + placeholder.length <= end) {
      const newline = this.#text.indexOf('\n', line);
      if (newline < 0 || newline >= line + placeholder.length) {
        this.#replace(start, line, '');
        this.#replace(line, end, placeholder);
        return line + 'int '.length;
      }
      line = newline + 1;
    }
    return -1;
  }

  #skipAttributes(from: number): number {
    const text = this.#text;
    for (let at = skipSpace(text, from); ;) {
      const end = wordEnd(text, at);
      const word = text.slice(at, end);
      if (end > at && this.#names.plain.has(word)) at = skipSpace(text, end);
      else if (end > at && this.#names.withArguments.has(word)) {
        const open = skipSpace(text, end);
        const close = text[open] === '(' ? closingParenthesis(text, open) : -1;
        if (close < 0) return at;
        at = skipSpace(text, close + 1);
      } else return at;
    }
  }

  /** `list_for_each_entry(...) {` and the like become `while (...) {`. */
  #loop(word: string, at: number, end: number): void {
    const text = this.#text;
    const open = skipSpace(text, end);
    if (text[open] !== '(') return;
    const close = closingParenthesis(text, open);
    if (close < 0) return;
    const next = text.charCodeAt(skipSpace(text, close + 1));
    const isLoop = next === 123 || (/each/.test(word) && (isWordCode(next) || next === 40 || next === 42));
    if (isLoop) this.#replace(at, end, 'while');
  }

  /** `container_of(x, struct y, z)`, `min_t(unsigned int, a, b)`: the type becomes an expression. */
  #typeArgument(word: string, at: number): number {
    const text = this.#text;
    if (!tagKeywords.has(word) && !typeKeywords.has(word)) return -1;
    let cursor = at;
    let last = '';
    while (isWordCode(text.charCodeAt(cursor))) {
      const stop = wordEnd(text, cursor);
      last = text.slice(cursor, stop);
      cursor = skipSpace(text, stop);
    }
    while (text[cursor] === '*') cursor = skipSpace(text, cursor + 1);
    if (text[cursor] !== ',' && text[cursor] !== ')') return -1;
    if (this.#before === 'call' && last === 'void' && text[cursor] === ')') return -1;
    const name = keywords.has(last) || typeKeywords.has(last) ? '0' : last;
    if (name.length > cursor - at || text.slice(at, at + name.length).includes('\n')) return -1;
    this.#replace(at, cursor, name);
    this.#count('other');
    return cursor;
  }

  /** Puts `by` in place of a part; the rest of it is blank, its lines stay. */
  #replace(start: number, end: number, by: string): void {
    const part = this.#text.slice(start + by.length, end).replace(/[^\n]/g, ' ');
    this.#pieces.push(this.#text.slice(this.#copied, start), by, part);
    this.#copied = end;
  }

  #newStatement(): void {
    this.#tokens = 0;
    this.#storage = '';
    this.#parentheses = 0;
    this.#before = 'other';
  }

  #count(before: Before): void {
    this.#tokens++;
    this.#before = before;
  }
}
