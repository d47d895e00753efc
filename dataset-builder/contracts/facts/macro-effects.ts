import { knownResults } from './known-results.ts';
import type { FileReader, ReadFile } from '../preprocess/file-reader.ts';
import type { Macro } from '../preprocess/macro.ts';
import { closingParenthesis, skipSpace, splitArguments } from '../preprocess/scan.ts';

/** What the expansion of a macro may do to the function that it stands in. */
export interface MacroEffects {
  /** It contains a `return`. */
  returns: boolean;
  /** It contains a `goto`. */
  jumps: boolean;
  /** How many it has; the last may stand for any number. */
  parameters: number;
  /** Parameters, by position, that it may change or take the address of. */
  changes: ReadonlySet<number>;
  /** Names that are no parameters and that it may change. */
  changesNames: ReadonlySet<string>;
  /** Too deep to follow: it may do anything. */
  opaque: boolean;
}

const harmless: MacroEffects = {
  parameters: 0,
  returns: false,
  jumps: false,
  changes: new Set(),
  changesNames: new Set(),
  opaque: false,
};
const unknownEffects: MacroEffects = { ...harmless, opaque: true };
const deepest = 8;
/** Bodies longer than this are not followed. */
const longest = 4000;

/** Answers what macros do, each definition once. */
export class MacroKnowledge {
  readonly #reader: FileReader;
  readonly #foreign: ReadonlySet<string>;
  readonly #known = new Map<Macro, MacroEffects>();

  /** @param foreign names that are macros in headers which files may include in a way that is not followed */
  constructor(reader: FileReader, foreign: ReadonlySet<string> = new Set()) {
    this.#reader = reader;
    this.#foreign = foreign;
  }

  /**
   * Whether a name that is called may be a macro that is not known here: it is one in a header nearby, or is written like
   * one. Such a macro may do anything.
   */
  isDoubtful(read: ReadFile, name: string): boolean {
    if (this.definitions(read, name).length > 0) return false;
    return (
      this.#foreign.has(name) ||
      (/^[A-Z][A-Z0-9_]*$/.test(name) && !knownResults.has(name) && name !== 'ERR_PTR' && name !== 'PTR_ERR')
    );
  }

  /** Null when the name is no macro in this file. */
  effects(read: ReadFile, name: string): MacroEffects | null {
    const macros = this.definitions(read, name);
    if (macros.length === 0) return null;
    return macros.map((macro) => this.#of(macro, read, 0)).reduce(combine);
  }

  /** Every definition that a name may have at some place of the file. */
  definitions({ directed }: ReadFile, name: string): readonly Macro[] {
    const local = directed.functionLike.get(name);
    if (local) return local;
    const here = directed.local.get(name);
    if (here === false) return [];
    return here ? [here] : this.#reader.headers.find(name);
  }

  #of(macro: Macro, read: ReadFile, depth: number): MacroEffects {
    const known = this.#known.get(macro);
    if (known) return known;
    if (depth > deepest || macro.body.length > longest) return unknownEffects;
    this.#known.set(macro, harmless); // For macros that mention themselves.
    const effects = this.#compute(macro, read, depth);
    this.#known.set(macro, effects);
    return effects;
  }

  #compute({ parameters, body }: Macro, read: ReadFile, depth: number): MacroEffects {
    const names = (parameters ?? []).map((parameter) =>
      parameter === '...' ? '__VA_ARGS__' : parameter.replace(/\.\.\.$/, ''),
    );
    const changed = changedNames(body);
    // Pasted names and operands of assembly cannot be followed.
    const pasted = [...body.matchAll(/##\s*(\w+)|(\w+)\s*##/g)].flatMap((match) => [match[1] ?? '', match[2] ?? '']);
    const inAssembly = /\basm\b|__asm__/.test(body);
    const changes = new Set<number>();
    for (const [index, name] of names.entries()) {
      if (changed.has(name) || inAssembly || pasted.includes(name)) changes.add(index);
    }
    const own: MacroEffects = {
      parameters: names.length,
      returns: /\breturn\b/.test(body),
      jumps: /\bgoto\b/.test(body),
      changes,
      changesNames: new Set([...changed].filter((name) => !names.includes(name))),
      opaque: false,
    };
    return this.#nested(body, names, own, read, depth);
  }

  /** Adds what the macros do that a body uses. */
  #nested(body: string, names: readonly string[], own: MacroEffects, read: ReadFile, depth: number): MacroEffects {
    let result = own;
    for (const match of body.matchAll(/[A-Za-z_]\w*/g)) {
      const [word] = match;
      if (names.includes(word)) continue;
      const inner = this.definitions(read, word);
      if (inner.length === 0) continue;
      const effects = inner.map((macro) => this.#of(macro, read, depth + 1)).reduce(combine);
      const open = skipSpace(body, match.index + word.length);
      const close = body[open] === '(' ? closingParenthesis(body, open) : -1;
      const values = close > 0 ? splitArguments(body.slice(open + 1, close)) : [];
      const through = new Set(result.changes);
      const throughNames = new Set([...result.changesNames, ...effects.changesNames]);
      for (const [index, value] of values.entries()) {
        if (!effects.changes.has(index) && !effects.opaque) continue;
        for (const [, name = ''] of value.matchAll(/\b([A-Za-z_]\w*)\b/g)) {
          const position = names.indexOf(name);
          if (position >= 0) through.add(position);
          else throughNames.add(name);
        }
      }
      result = {
        parameters: own.parameters,
        returns: result.returns || effects.returns,
        jumps: result.jumps || effects.jumps,
        changes: through,
        changesNames: throughNames,
        opaque: result.opaque || effects.opaque,
      };
    }
    return result;
  }
}

/** Names that C text assigns, steps, or takes the address of (or masks: the two look alike); members do not count. */
export function changedNames(text: string): Set<string> {
  const found = new Set<string>();
  const assigned = /(?<![\w.>])\(?\s*\b([A-Za-z_]\w*)\s*\)?\s*(?:(?:[-+*/%&|^]|<<|>>)?=(?!=)|\+\+|--)/g;
  for (const [, name = ''] of text.matchAll(assigned)) found.add(name);
  for (const [, name = ''] of text.matchAll(/(?:\+\+|--)\s*\(?\s*([A-Za-z_]\w*)/g)) found.add(name);
  for (const [, name = ''] of text.matchAll(/(?<!&)&(?!&)\s*\(?\s*([A-Za-z_]\w*)/g)) found.add(name);
  return found;
}

function combine(a: MacroEffects, b: MacroEffects): MacroEffects {
  return {
    parameters: Math.min(a.parameters, b.parameters),
    returns: a.returns || b.returns,
    jumps: a.jumps || b.jumps,
    changes: new Set([...a.changes, ...b.changes]),
    changesNames: new Set([...a.changesNames, ...b.changesNames]),
    opaque: a.opaque || b.opaque,
  };
}
