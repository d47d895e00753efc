import type { TypedNode, TypedNodeKind } from '../typed-tree.ts';
import type { DumpLine } from './dump-lines.ts';

/** Turns a line of the dump and what is below it into a node. */
export function typedNode(line: DumpLine): TypedNode {
  const { text } = line;
  for (const [prefix, kind] of named) {
    if (text.startsWith(prefix)) return node(line, kind, text.slice(prefix.length).trim());
  }
  if (text.startsWith('string:'))
    return node(line, 'string', unescaped(text.slice('string:'.length).replace(/^ /, '')));
  const structural = structures[text];
  if (structural) return structural(line);
  if (/^(\+\+|--) \((post|pre)\)$/.test(text)) return node(line, 'increment', text);
  if (jumps.includes(text)) return node(line, 'jump', text);
  if (unaryOperators.includes(text) && line.children.length === 1) return node(line, 'unary', text);
  if (binaryOperators.includes(text) && line.children.length === 2) return node(line, 'binary', text);
  const cast = /^\((.*)\)$/.exec(text)?.[1];
  if (cast !== undefined && line.children.length === 1) return { ...node(line, 'cast', cast), type: cast };
  return node(line, 'other', text);
}

const named: readonly (readonly [string, TypedNodeKind])[] = [
  ['variable: ', 'variable'],
  ['map: ', 'map'],
  ['builtin: ', 'builtin'],
  ['negative int: ', 'integer'],
  ['int: ', 'integer'],
  ['identifier: ', 'identifier'],
  ['param: ', 'positional'],
  ['call: ', 'call'],
  ['sizeof:', 'sizeof'],
  ['offsetof:', 'offsetof'],
  ['subprog: ', 'function'],
];

const jumps = ['return', 'break', 'continue'];
const unaryOperators = ['!', '~', '-', '+', '&'];
const binaryOperators = '+ - * / % & | ^ << >> && || == != < > <= >='.split(' ');

const structures: Readonly<Record<string, (line: DumpLine) => TypedNode>> = {
  '=': (line) => node(line, 'assignment', '='),
  decl: (line) => node(line, 'declaration', (line.children[0]?.text ?? '').replace('variable: ', '')),
  pred: (line) => node(line, 'predicate', ''),
  'tuple:': (line) => node(line, 'tuple', ''),
  dereference: (line) => node(line, 'dereference', '*'),
  '?:': (line) => node(line, 'ternary', '?:'),
  '[]': (line) => node(line, 'index', '[]'),
  '.': field,
  if: (line) => blocks(line, 'if'),
  'while(': (line) => blocks(line, 'while'),
  unroll: (line) => blocks(line, 'unroll'),
  for: forLoop,
};

/** The member's name is the last line below the structure. */
function field(line: DumpLine): TypedNode {
  const member = line.children.at(-1)?.text ?? '';
  return node({ ...line, children: line.children.slice(0, -1) }, 'field', member);
}

/** Condition or count, then the blocks below their headings. */
function blocks(line: DumpLine, kind: TypedNodeKind): TypedNode {
  const [condition, ...headings] = line.children;
  const children = [
    ...(condition ? [typedNode(condition)] : []),
    ...headings.map((heading) => block(heading.children)),
  ];
  return { ...node({ ...line, children: [] }, kind, kind), children };
}

/** `decl`, `expr` (or `start` and `end`), `stmts`; `ctx` lists what the body uses of the outside and is left out. */
function forLoop(line: DumpLine): TypedNode {
  const children = line.children.flatMap((heading) => {
    if (heading.text === 'stmts') return [block(heading.children)];
    if (heading.text === 'ctx') return [];
    return heading.children.map(typedNode);
  });
  return { ...node({ ...line, children: [] }, 'for', 'for'), children };
}

export function block(lines: readonly DumpLine[]): TypedNode {
  return { kind: 'block', text: '', type: null, addressSpace: null, children: lines.map(typedNode) };
}

function node(line: DumpLine, kind: TypedNodeKind, text: string): TypedNode {
  return { kind, text, ...typeOf(line.type), children: line.children.map(typedNode) };
}

/** `struct sock *, AS(kernel)`, `uint64, ctx: 1`. */
function typeOf(shown: string | null): Pick<TypedNode, 'type' | 'addressSpace'> {
  if (shown === null) return { type: null, addressSpace: null };
  const space = /, AS\((\w+)\)$/.exec(shown)?.[1];
  const type = shown.replace(/, AS\(\w+\)$/, '').replace(/, ctx: 1$/, '');
  return { type, addressSpace: space === 'kernel' || space === 'user' || space === 'bpf' ? space : null };
}

/** Bytes that are no printable ASCII are shown as `\xNN`. */
function unescaped(text: string): string {
  const bytes: number[] = [];
  for (const [, hex, escape, plain] of text.matchAll(/\\x([0-9a-f]{2})|\\(.)|([^\\])/gs)) {
    if (hex !== undefined) bytes.push(parseInt(hex, 16));
    else bytes.push(...Buffer.from(escape === undefined ? (plain ?? '') : (escapes[escape] ?? escape)));
  }
  return Buffer.from(bytes).toString('utf8');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
