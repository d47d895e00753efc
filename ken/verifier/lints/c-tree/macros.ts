import type { TypedNode } from '../../compile/typed-tree.ts';
import { convert, type Conversion } from './c-nodes.ts';
import { parseC, type CSyntax } from './parse-c.ts';

/** Macros that the text itself defines and that stand for an expression. */
export type Macros = ReadonlyMap<string, { parameters: string[] | null; body: CSyntax }>;

const deepest = 8;

export async function readMacros(root: CSyntax): Promise<Macros> {
  const macros = new Map<string, { parameters: string[] | null; body: CSyntax }>();
  for (const each of root.descendantsOfType(['preproc_def', 'preproc_function_def'])) {
    const name = each.childForFieldName('name')?.text;
    const value = each
      .childForFieldName('value')
      ?.text.replaceAll(/\\\r?\n/g, ' ')
      .trim();
    if (name === undefined || value === undefined || value === '') continue;
    const parsed = await parseC(`int v(void) { return ${value}; }`);
    const body = parsed.descendantsOfType('return_statement')[0]?.namedChildren[0];
    if (parsed.hasError || !body) continue;
    const parameters = each.childForFieldName('parameters')?.namedChildren.map(({ text }) => text) ?? null;
    macros.set(name, { parameters, body });
  }
  return macros;
}

/** What a use of a macro stands for, at the line of its use; null when it is no macro of the text. */
export function expandMacro(
  name: string,
  values: TypedNode[] | null,
  use: CSyntax,
  { macros, line, depth = 0 }: Conversion,
): TypedNode | null {
  const macro = macros.get(name);
  if (!macro || depth > deepest || (macro.parameters === null) !== (values === null)) return null;
  const given = new Map((macro.parameters ?? []).map((parameter, index) => [parameter, values?.[index]] as const));
  const known = new Map([...given].flatMap(([parameter, value]) => (value ? [[parameter, value] as const] : [])));
  return convert(macro.body, {
    ...{ macros, arguments: known },
    ...{ line: line ?? use.startPosition.row + 1, depth: depth + 1 },
  });
}
