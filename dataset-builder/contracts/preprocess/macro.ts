/** One `#define`. */
export interface Macro {
  /** Names of the parameters (`...` or `name...` for the rest); null for an object-like macro. */
  parameters: readonly string[] | null;
  /** Without comments, continued lines joined. */
  body: string;
  /** Path from the root of the tree. */
  file: string;
  offset: number;
}

/** What `#define` lines of one file say: the newest definition of a name, or false after `#undef`. */
export type LocalMacros = Map<string, Macro | false>;

/** Macros of the tree's headers that are active under the configuration. */
export interface MacroIndex {
  /** Definitions by name, first found first; at most a few are kept. */
  find(name: string): readonly Macro[];
}

export const noMacros: MacroIndex = { find: () => [] };

const definition = /^(\w+)(\(([^)]*)\))?\s*([\s\S]*)$/;

/** Reads what follows `#define`. */
export function readDefinition(text: string, file: string, offset: number): { name: string; macro: Macro } | null {
  const match = definition.exec(text);
  if (!match) return null;
  const parameters =
    match[2] === undefined
      ? null
      : (match[3] ?? '')
          .split(',')
          .map((parameter) => parameter.trim())
          .filter((parameter) => parameter !== '');
  const body = (match[4] ?? '')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/(^|\s)\/\/.*$/, '')
    .trim();
  const name = copied(match[1] ?? '');
  return { name, macro: { parameters: parameters?.map(copied) ?? null, body: copied(body), file, offset } };
}

/** A string of its own: a part of a text keeps all of the text in memory. */
function copied(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'latin1').toString('latin1');
}
