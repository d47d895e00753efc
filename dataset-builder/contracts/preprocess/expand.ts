import type { Macro } from './macro.ts';
import { closingParenthesis, isDigitCode, isWordCode, skipQuoted, skipSpace, splitArguments, wordEnd } from './scan.ts';
import { templates } from './templates.ts';

/** Finds the macro that a name means at an offset of the file; null when it is none. */
export type MacroLookup = (name: string, offset: number) => Macro | null;

const deepest = 14;
/** Text made by one expansion; the largest real one is about 40,000. */
const longest = 200_000;

/**
 * Expands the function-like macros outside of braces, with parameters, `#`, `##` and `__VA_ARGS__` (C11, 6.10.3). Bodies
 * of functions are left as they are: only headings are wanted. Macros of the kernel's build (system calls, tracepoints,
 * helpers) become what they stand for through `templates`.
 */
export function expandTopLevel(text: string, lookup: MacroLookup, offset: number): string {
  return expand(text, { lookup, offset, open: [] });
}

interface Scope {
  lookup: MacroLookup;
  offset: number;
  /** Macros being expanded, which are not expanded again. */
  open: readonly string[];
}

function expand(text: string, scope: Scope): string {
  if (scope.open.length > deepest || text.length > longest) return text;
  const pieces: string[] = [];
  let braces = 0;
  let copied = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === 123) braces++;
    if (code === 125) braces--;
    if (code === 34 || code === 39) at = skipQuoted(text, at);
    else if (isDigitCode(code)) at = wordEnd(text, at);
    else if (!isWordCode(code)) at++;
    else {
      const end = wordEnd(text, at);
      const call = braces === 0 ? macroCall(text, at, end, scope) : null;
      if (call) {
        pieces.push(text.slice(copied, at), call.text);
        copied = call.end;
      }
      at = call?.end ?? end;
    }
  }
  if (copied === 0) return text;
  pieces.push(text.slice(copied));
  return pieces.join('');
}

function macroCall(text: string, at: number, end: number, scope: Scope): { text: string; end: number } | null {
  const open = skipSpace(text, end);
  if (text[open] !== '(') return null;
  const name = text.slice(at, end);
  if (scope.open.includes(name)) return null;
  const template = templates.get(name);
  const macro = template ? null : scope.lookup(name, scope.offset);
  if (!template && !macro) return null;
  const close = closingParenthesis(text, open);
  if (close < 0) return null;
  const values = splitArguments(text.slice(open + 1, close));
  if (template) return { text: template(values), end: close + 1 };
  if (!macro || macro.parameters === null) return null;
  return { text: expand(substitute(macro, values), { ...scope, open: [...scope.open, name] }), end: close + 1 };
}

/** The body of a macro with its arguments in place. */
export function substitute({ parameters, body }: Macro, values: readonly string[]): string {
  const given = new Map<string, string>();
  for (const [index, parameter] of (parameters ?? []).entries()) {
    if (!parameter.endsWith('...')) given.set(parameter, values[index] ?? '');
    else given.set(parameter === '...' ? '__VA_ARGS__' : parameter.slice(0, -3), values.slice(index).join(', '));
  }
  const argument = (word: string): string => given.get(word) ?? word;
  return body
    .replace(/(^|[^#])#\s*(\w+)/g, (whole, before: string, word: string) =>
      given.has(word) ? `${before}"${argument(word).replace(/["\\]/g, '')}"` : whole,
    )
    .replace(/,\s*##\s*__VA_ARGS__/g, (given.get('__VA_ARGS__') ?? '') === '' ? '' : ', __VA_ARGS__')
    .replace(/\w+(?:\s*##\s*\w+)+/g, (chain) =>
      chain
        .split(/\s*##\s*/)
        .map(argument)
        .join(''),
    )
    .replace(/\s*##\s*/g, '')
    .replace(/\b[A-Za-z_]\w*\b/g, argument);
}
