import { walk, type TypedNode, type TypedNodeKind } from '../../compile/typed-tree.ts';
import { declared, declaredBy, spelledType } from './declarations.ts';
import { isTooDeep, parseC, type CSyntax } from './parse-c.ts';
import { expandMacro, readMacros, type Macros } from './macros.ts';
import { readAccess } from './read-access.ts';

/**
 * BPF C in the shape of the typed tree, so that one analysis serves both frameworks: functions with their statements, in
 * source order. Types are those that the source declares: of parameters, variables and casts. Reads through
 * BPF_CORE_READ and bpf_probe_read_kernel are the accesses that they stand for, macros of the text are expanded, a
 * declaration with a value is an assignment, `a /= b` is `a = a / b`, a case of a switch is a comparison.
 */
export interface CTree {
  functions: CFunction[];
  /** Structures that the text defines: the declared type of each member. */
  structures: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Types of global variables. */
  globals: ReadonlyMap<string, string>;
}

export interface CFunction {
  name: string;
  parameters: { name: string; type: string }[];
  /** kind `function`. */
  node: TypedNode;
}

/** Null when the text is nested too deeply to be read. */
export async function readC(text: string): Promise<CTree | null> {
  const root = await parseC(text);
  if (isTooDeep(root)) return null;
  const macros = await readMacros(root);
  const structures = new Map<string, Map<string, string>>();
  for (const each of root.descendantsOfType('struct_specifier')) {
    const [name, body] = [each.childForFieldName('name'), each.childForFieldName('body')];
    if (name && body) structures.set(name.text, new Map(members(body)));
  }
  const globals = new Map<string, string>();
  for (const each of root.namedChildren) {
    if (each.type === 'declaration') for (const [name, type] of declared(each)) globals.set(name, type);
  }
  const functions = root.descendantsOfType('function_definition').flatMap((each) => functionOf(each, macros));
  for (const { node } of functions) nameTypes(node, globals);
  return { functions, structures, globals };
}

function members(body: CSyntax): [string, string][] {
  return body.namedChildren.flatMap((each) => (each.type === 'field_declaration' ? declared(each) : []));
}

function functionOf(syntax: CSyntax, macros: Macros): CFunction[] {
  const declarator = syntax.descendantsOfType('function_declarator')[0];
  const name = declarator?.childForFieldName('declarator')?.text;
  const body = syntax.childForFieldName('body');
  if (name === undefined || !body) return [];
  const list = declarator?.childForFieldName('parameters')?.namedChildren ?? [];
  const parameters = list.flatMap((each) =>
    each.type === 'parameter_declaration' ? declared(each).map(([of, type]) => ({ name: of, type })) : [],
  );
  const own = parameters.map((each) => make(syntax, 'declaration', each.name, each.type));
  const node = { ...make(syntax, 'function', name), children: [...own, convert(body, { macros })] };
  return [{ name, parameters, node }];
}

/** Gives variables their declared types; a name that nothing declares is a constant of a header. */
function nameTypes(root: TypedNode, globals: ReadonlyMap<string, string>): void {
  const types = new Map(globals);
  const functions = [...walk(root)];
  for (const { kind, text, type, children } of functions) {
    const named = kind === 'assignment' ? children[0] : kind === 'declaration' ? { text, type } : undefined;
    if (named?.type) types.set(named.text, named.type);
  }
  for (const node of functions) {
    if (node.kind !== 'variable') continue;
    node.type ??= types.get(node.text) ?? null;
    if (node.type === null) node.kind = 'identifier';
  }
}

export interface Conversion {
  macros: Macros;
  /** Arguments of the macro that is being expanded. */
  arguments?: ReadonlyMap<string, TypedNode>;
  /** Line of the macro's use; what it expands to stands there. */
  line?: number;
  depth?: number;
}

export function make(
  { startPosition }: CSyntax,
  kind: TypedNodeKind,
  text: string,
  type: string | null = null,
): TypedNode {
  return { kind, text, type, addressSpace: null, children: [], line: startPosition.row + 1 };
}

/** Turns one C construct into a node; what has no kind of its own is `other` with what is below it. */
export function convert(syntax: CSyntax, context: Conversion): TypedNode {
  const node = convertHere(syntax, context);
  if (context.line !== undefined) node.line = context.line;
  return node;
}

function convertHere(syntax: CSyntax, context: Conversion): TypedNode {
  const at = (name: string): TypedNode[] => {
    const child = syntax.childForFieldName(name);
    return child ? [convert(child, context)] : [];
  };
  const all = (): TypedNode[] =>
    syntax.namedChildren.filter(({ type }) => type !== 'comment').map((each) => convert(each, context));
  const operator = syntax.childForFieldName('operator')?.type ?? '';
  const node = (kind: TypedNodeKind, text: string, children: TypedNode[]): TypedNode => {
    return { ...make(syntax, kind, text), children };
  };
  switch (syntax.type) {
    case 'parenthesized_expression':
    case 'expression_statement':
    case 'else_clause': {
      const inside = all();
      const [only] = inside;
      return inside.length === 1 && only ? only : node('other', syntax.type, inside);
    }
    case 'compound_statement':
      return node('block', '', all());
    case 'if_statement':
      return node('if', '', [...at('condition'), ...at('consequence'), ...at('alternative')]);
    case 'while_statement':
      return node('while', '', [...at('condition'), ...at('body')]);
    case 'do_statement':
      return node('other', 'do', [...at('body'), ...at('condition')]);
    case 'for_statement':
      return node('other', 'for', [
        ...at('initializer'),
        node('while', '', [
          ...(syntax.childForFieldName('condition') ? at('condition') : [node('integer', '1', [])]),
          node('block', '', [...at('body'), ...at('update')]),
        ]),
      ]);
    case 'switch_statement':
      return switchOf(syntax, context);
    case 'return_statement':
    case 'break_statement':
    case 'continue_statement':
    case 'goto_statement':
      return node('jump', syntax.type.split('_')[0] ?? '', all());
    case 'declaration':
      return declarationOf(syntax, context);
    case 'assignment_expression': {
      const [left, right] = [...at('left'), ...at('right')];
      if (!left || !right || operator === '=') return node('assignment', '=', [...at('left'), ...at('right')]);
      return node('assignment', '=', [left, node('binary', operator.slice(0, -1), [left, right])]);
    }
    case 'update_expression':
      return node('increment', operator, at('argument'));
    case 'binary_expression':
      return binaryOf(syntax, node('binary', operator, [...at('left'), ...at('right')]));
    case 'unary_expression':
      return node('unary', operator, at('argument'));
    case 'pointer_expression':
      return operator === '&' ? node('unary', '&', at('argument')) : node('dereference', '*', at('argument'));
    case 'conditional_expression':
      return node('ternary', '?:', [...at('condition'), ...at('consequence'), ...at('alternative')]);
    case 'cast_expression': {
      const type = spelledType(syntax.childForFieldName('type')?.childForFieldName('type') ?? null);
      const stars = (syntax.childForFieldName('type')?.text ?? '').replaceAll(/[^*]/g, '');
      return { ...node('cast', `${type}${stars && ` ${stars}`}`, at('value')), type: `${type}${stars && ` ${stars}`}` };
    }
    case 'field_expression':
      return node('field', syntax.childForFieldName('field')?.text ?? '', at('argument'));
    case 'subscript_expression':
      return node('index', '[]', [...at('argument'), ...at('index')]);
    case 'call_expression': {
      const name = syntax.childForFieldName('function')?.text ?? '';
      const given = syntax.childForFieldName('arguments')?.namedChildren.filter(({ type }) => type !== 'comment') ?? [];
      const list = given.map((each) => convert(each, context));
      return (
        expandMacro(name, list, syntax, context) ?? readAccess(node('call', name, list)) ?? node('call', name, list)
      );
    }
    case 'identifier':
      return (
        context.arguments?.get(syntax.text) ??
        expandMacro(syntax.text, null, syntax, context) ??
        node('variable', syntax.text, [])
      );
    case 'number_literal':
      return { ...node('integer', decimal(syntax.text), []), type: /l/i.test(syntax.text) ? 'long' : 'int' };
    case 'char_literal':
      return node('integer', String(syntax.text.charCodeAt(1)), []);
    case 'string_literal':
    case 'concatenated_string':
      return node('string', syntax.text.replaceAll(/^"|"$/g, ''), []);
    case 'sizeof_expression':
      return node('sizeof', '', []);
    case 'initializer_pair': {
      const name = syntax.childForFieldName('designator')?.text.replace(/^\./, '') ?? '';
      return node('assignment', '.', [node('field', name, []), ...at('value')]);
    }
    default:
      return node('other', syntax.type, all());
  }
}

/** Stands where its operator stands, as in the line information of clang. */
function binaryOf(syntax: CSyntax, node: TypedNode): TypedNode {
  const operator = syntax.childForFieldName('operator');
  return operator ? { ...node, line: operator.startPosition.row + 1 } : node;
}

/** One comparison for each case, before the body. */
function switchOf(syntax: CSyntax, context: Conversion): TypedNode {
  const condition = syntax.childForFieldName('condition');
  const body = syntax.childForFieldName('body');
  const children: TypedNode[] = [];
  for (const each of body?.namedChildren ?? []) {
    const value = each.type === 'case_statement' ? each.childForFieldName('value') : null;
    if (!value || !condition) continue;
    children.push({ ...make(each, 'binary', '=='), children: [convert(condition, context), convert(value, context)] });
  }
  return { ...make(syntax, 'other', 'switch'), children: [...children, ...(body ? [convert(body, context)] : [])] };
}

function declarationOf(syntax: CSyntax, context: Conversion): TypedNode {
  const base = spelledType(syntax.childForFieldName('type'));
  const children = syntax.namedChildren.flatMap((each): TypedNode[] => {
    const initialised = each.type === 'init_declarator';
    const [name, type] = declaredBy(initialised ? each.childForFieldName('declarator') : each, base) ?? [];
    if (name === undefined || type === undefined) return [];
    const value = initialised ? each.childForFieldName('value') : null;
    if (!value) return [make(each, 'declaration', name, type)];
    const target = make(each, 'variable', name, type);
    const assignment = { ...make(each, 'assignment', '='), children: [target, convert(value, context)] };
    return [make(each, 'declaration', name, type), assignment];
  });
  return { ...make(syntax, 'other', 'declaration'), children };
}

function decimal(text: string): string {
  const plain = text.replace(/[uUlL]+$/, '').replace(/^0(?=[0-7]+$)/, '0o');
  try {
    return BigInt(plain).toString();
  } catch {
    return text;
  }
}
