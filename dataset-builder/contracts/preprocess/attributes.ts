import { closingParenthesis, skipSpace, wordEnd } from './scan.ts';
import type { HeaderMacros } from './header-macros.ts';
import type { LocalMacros, Macro } from './macro.ts';

/** Names that a parser may leave out: macros that stand for nothing, for attributes, or for storage classes. */
export interface AttributeNames {
  /** Without arguments: `__init`, `noinline`. */
  plain: ReadonlySet<string>;
  /** With them: `__printf(1, 2)`. */
  withArguments: ReadonlySet<string>;
}

/** gcc's own words, and macros of folders whose headers are not read in advance. */
const plainWords = ['__inline', '__inline__', '__extension__', 'noinline', 'asmlinkage', '__pure', '__used', '__weak'];
const withArgumentsWords = ['__attribute__', '__attribute', '__declspec'];
const storage = new Set(['inline', 'static', 'extern', 'register', '__volatile__x']);
/** Words of the language, and macros that are empty here and still mean something to the analysis. */
const kept = new Set(['static', 'inline', 'const', 'volatile', '__must_check_x']);

/** Finds them among the macros of the headers: a macro whose body consists of such names only is one itself. */
export function findAttributes(headers: HeaderMacros): AttributeNames {
  const plain = new Set(plainWords);
  const withArguments = new Set(withArgumentsWords);
  const candidates = [...headers.entries()].filter(([name, macros]) => !kept.has(name) && macros.every(isShort));
  for (let grown = true; grown;) {
    grown = false;
    for (const [name, macros] of candidates) {
      const hasArguments = macros[0]?.parameters !== null;
      const known = hasArguments ? withArguments : plain;
      if (known.has(name) || macros.some((macro) => (macro.parameters !== null) !== hasArguments)) continue;
      if (!macros.every((macro) => isAttributes(macro.body, plain, withArguments))) continue;
      known.add(name);
      grown = true;
    }
  }
  return { plain, withArguments };
}

/** The same with a file's own macros; its redefinitions win. */
export function withLocal(names: AttributeNames, local: LocalMacros): AttributeNames {
  let current = names;
  // A macro may consist of one that is defined behind it.
  for (let round = 0; round < 3; round++) {
    const plain = new Set<string>();
    const withArguments = new Set<string>();
    const hidden = new Set<string>();
    for (const [name, macro] of local) {
      if (macro === false) continue;
      const fits = isShort(macro) && !kept.has(name) && isAttributes(macro.body, current.plain, current.withArguments);
      if (!fits) hidden.add(name);
      else (macro.parameters === null ? plain : withArguments).add(name);
    }
    current = {
      plain: overlay(names.plain, plain, hidden),
      withArguments: overlay(names.withArguments, withArguments, hidden),
    };
  }
  return current;
}

function overlay(base: ReadonlySet<string>, added: Set<string>, hidden: Set<string>): ReadonlySet<string> {
  if (added.size === 0 && hidden.size === 0) return base;
  return { has: (name: string) => added.has(name) || (!hidden.has(name) && base.has(name)) } as ReadonlySet<string>;
}

function isShort({ body }: Macro): boolean {
  return body.length < 300;
}

function isAttributes(body: string, plain: ReadonlySet<string>, withArguments: ReadonlySet<string>): boolean {
  for (let at = skipSpace(body, 0); at < body.length; at = skipSpace(body, at)) {
    const end = wordEnd(body, at);
    if (end === at) return false;
    const word = body.slice(at, end);
    const next = skipSpace(body, end);
    if (withArguments.has(word) && body[next] === '(') {
      const close = closingParenthesis(body, next);
      if (close < 0) return false;
      at = close + 1;
    } else if (plain.has(word) || storage.has(word)) at = end;
    else return false;
  }
  return true;
}
