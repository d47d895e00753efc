import type { KernelConfiguration } from '../kernel/configuration.ts';
import { type ConditionScope, evaluateCondition, isDefined } from './condition.ts';
import { type LocalMacros, type Macro, type MacroIndex, readDefinition } from './macro.ts';
import { skipQuoted } from './scan.ts';

/** A C file after its directives: what is compiled stays where it was, everything else is blank. */
export interface Directed {
  /** Same length and lines as the source. */
  text: string;
  local: LocalMacros;
  /** Every function-like macro of the file and of what it includes by `"..."`, in order; a name may occur again. */
  functionLike: ReadonlyMap<string, readonly Macro[]>;
  /** What `#include` names, with its quotes or brackets. */
  includes: string[];
  /** Parts whose condition could not be decided; one branch was chosen. */
  uncertain: Span[];
}

export interface Span {
  start: number;
  end: number;
}

export interface DirectiveOptions {
  configuration: KernelConfiguration;
  index: MacroIndex;
  /** Path from the root of the tree. */
  file: string;
  /** Macros of a file included by `"..."`; null when there is none. */
  included?: (name: string) => Pick<Directed, 'local' | 'functionLike'> | null;
  /** Without `text`: only what is defined is wanted. */
  definitionsOnly?: boolean;
}

interface Branch {
  start: number;
  active: boolean;
  taken: boolean;
  certain: boolean;
}

/** Evaluates `#if` under the configuration and blanks inactive branches and all directives. */
export function applyDirectives(source: string, options: DirectiveOptions): Directed {
  return new DirectiveReader(source, options).read();
}

class DirectiveReader {
  readonly #source: string;
  readonly #options: DirectiveOptions;
  readonly #scope: ConditionScope;
  readonly #branches: Branch[] = [];
  readonly #functionLike = new Map<string, Macro[]>();
  readonly #includes: string[] = [];
  readonly #uncertain: Span[] = [];
  readonly #pieces: string[] = [];

  constructor(source: string, options: DirectiveOptions) {
    this.#source = source;
    this.#options = options;
    const { configuration, index, file } = options;
    this.#scope = { configuration, index, file, local: new Map() };
  }

  read(): Directed {
    const source = this.#source;
    let inComment = false;
    for (let at = 0; at < source.length;) {
      let end = source.indexOf('\n', at);
      if (end < 0) end = source.length;
      const first = inComment ? -1 : firstVisible(source, at, end);
      if (first >= 0 && source.charCodeAt(first) === 35) {
        end = this.#directiveEnd(first, end);
        this.#directive(first, end);
        this.#emit(at, end, false);
      } else {
        this.#emit(at, end, this.#active());
        inComment = commentGoesOn(source, at, end, inComment);
      }
      at = end + 1;
    }
    return {
      text: this.#pieces.join(''),
      local: this.#scope.local,
      functionLike: this.#functionLike,
      includes: this.#includes,
      uncertain: this.#uncertain,
    };
  }

  /** Behind continued lines, and behind a comment that begins in the directive. */
  #directiveEnd(start: number, lineEnd: number): number {
    const source = this.#source;
    let end = lineEnd;
    while (end < source.length && (source[end - 1] === '\\' || source.startsWith('\\\r', end - 2))) {
      const next = source.indexOf('\n', end + 1);
      end = next < 0 ? source.length : next;
    }
    const open = source.lastIndexOf('/*', end);
    if (open < start || source.slice(open, end).includes('*/') || /"[^"\n]*\/\*/.test(source.slice(start, end)))
      return end;
    const close = source.indexOf('*/', end);
    const line = close < 0 ? -1 : source.indexOf('\n', close);
    return line < 0 ? source.length : line;
  }

  #directive(start: number, end: number): void {
    const line = this.#source
      .slice(start + 1, end)
      .replace(/\\\r?\n/g, ' ')
      .replace(/\/\*[\s\S]*$/, (tail) => (tail.includes('*/') ? tail : ''));
    const match = /^\s*(\w+)\s*([\s\S]*)$/.exec(line);
    if (!match) return;
    const [, name, rest = ''] = match;
    switch (name) {
      case 'if':
      case 'ifdef':
      case 'ifndef':
        this.#open(name, rest, start, end);
        return;
      case 'elif':
        this.#elseIf(rest);
        return;
      case 'else': {
        const top = this.#branches.at(-1);
        if (top) Object.assign(top, { active: !top.taken, taken: true });
        return;
      }
      case 'endif': {
        const top = this.#branches.pop();
        if (top && !top.certain) this.#uncertain.push({ start: top.start, end });
        return;
      }
      default:
        if (this.#active()) this.#effect(name ?? '', rest, start);
    }
  }

  #effect(name: string, rest: string, start: number): void {
    const { local } = this.#scope;
    if (name === 'undef') local.set(/\w+/.exec(rest)?.[0] ?? '', false);
    if (name === 'include') this.#include(rest.trim());
    if (name !== 'define') return;
    const read = readDefinition(rest, this.#options.file, start);
    if (!read) return;
    local.set(read.name, read.macro);
    if (read.macro.parameters !== null) push(this.#functionLike, read.name, read.macro);
  }

  #include(name: string): void {
    this.#includes.push(name);
    const quoted = /^"([^"]+)"/.exec(name)?.[1];
    if (quoted === undefined) return;
    const there = this.#options.included?.(quoted);
    if (!there) return;
    for (const [key, macro] of there.local) if (!this.#scope.local.has(key)) this.#scope.local.set(key, macro);
    for (const [key, macros] of there.functionLike) {
      if (!this.#functionLike.has(key))
        this.#functionLike.set(
          key,
          macros.map((macro) => ({ ...macro, offset: -1 })),
        );
    }
  }

  #open(kind: 'if' | 'ifdef' | 'ifndef', rest: string, start: number, end: number): void {
    if (!this.#active()) {
      this.#branches.push({ start, active: false, taken: true, certain: true });
      return;
    }
    let active: boolean;
    let certain = true;
    if (kind === 'if') {
      const value = evaluateCondition(rest, this.#scope);
      certain = value !== null;
      active = value === null ? /^\s*!\s*defined/.test(rest) : value !== 0;
    } else {
      const name = /\w+/.exec(rest)?.[0] ?? '';
      let isSet = isDefined(name, this.#scope);
      // A guard around a whole header, or around a default: the definition in the index is this very one.
      if (kind === 'ifndef' && isSet && !this.#scope.local.has(name) && this.#definesNext(name, end)) isSet = false;
      active = isSet === (kind === 'ifdef');
    }
    this.#branches.push({ start, active, taken: active, certain });
  }

  #elseIf(rest: string): void {
    const top = this.#branches.at(-1);
    if (!top) return;
    const outer = this.#branches.slice(0, -1).every((branch) => branch.active);
    if (top.taken || !outer) {
      top.active = false;
      return;
    }
    const value = evaluateCondition(rest, this.#scope);
    if (value === null) top.certain = false;
    top.active = value !== null && value !== 0;
    top.taken = top.active;
  }

  #definesNext(name: string, end: number): boolean {
    const next = this.#source
      .slice(end + 1, end + 400)
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .trimStart();
    return new RegExp(`^#\\s*define\\s+${name}\\b`).test(next);
  }

  #active(): boolean {
    return this.#branches.every((branch) => branch.active);
  }

  #emit(start: number, end: number, keep: boolean): void {
    if (this.#options.definitionsOnly === true) return;
    const part = this.#source.slice(start, end);
    this.#pieces.push(keep ? part : part.replace(/[^\n]/g, ' '));
    if (end < this.#source.length) this.#pieces.push('\n');
  }
}

function firstVisible(source: string, start: number, end: number): number {
  let at = start;
  while (at < end && (source.charCodeAt(at) === 32 || source.charCodeAt(at) === 9)) at++;
  return at < end ? at : -1;
}

/** Whether a comment is still open at the end of the line. */
function commentGoesOn(source: string, start: number, end: number, open: boolean): boolean {
  let inComment = open;
  for (let at = start; at < end; at++) {
    if (inComment) {
      const close = source.indexOf('*/', at);
      if (close < 0 || close >= end) return true;
      inComment = false;
      at = close + 1;
      continue;
    }
    const code = source.charCodeAt(at);
    if (code === 34 || code === 39) at = skipQuoted(source, at) - 1;
    else if (code === 47) {
      const next = source.charCodeAt(at + 1);
      if (next === 47) return false;
      if (next === 42) {
        inComment = true;
        at++;
      }
    }
  }
  return inComment;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
