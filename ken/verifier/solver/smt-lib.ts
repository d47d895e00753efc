import type { Value } from '../terms/term.ts';
import type { Query } from './backend.ts';
import type { Definition } from './lower.ts';

/** A query as SMT-LIB 2 commands, up to and with `(check-sat)`. Expects `:global-declarations true`. */
export function writeQuery(query: Query): string {
  const lines: string[] = [];
  if (query.pop > 0) lines.push(`(pop ${query.pop})`);
  for (const definition of query.definitions) lines.push(writeDefinition(definition));
  for (const term of query.path) lines.push('(push 1)', `(assert ${name(term)})`);
  lines.push('(push 1)');
  if (query.extra !== null) lines.push(`(assert ${name(query.extra)})`);
  lines.push('(check-sat)');
  return lines.join('\n');
}

export function writeValues(terms: readonly number[]): string {
  return `(get-value (${terms.map(name).join(' ')}))`;
}

/** The values of an answer to `writeValues`; undefined when it has any other form. */
export function readValues(text: string, count: number): Value[] | undefined {
  const values: Value[] = [];
  let rest = text.trim();
  if (!rest.startsWith('(') || !rest.endsWith(')')) return undefined;
  rest = rest.slice(1, -1).trim();
  for (const pair of rest.matchAll(/\s*\(t\d+ (?:#x([0-9a-f]+)|#b([01]+)|(true|false))\)|\S/gy)) {
    const [, hexadecimal, binary, truth] = pair;
    if (hexadecimal !== undefined) values.push(BigInt(`0x${hexadecimal}`));
    else if (binary !== undefined) values.push(BigInt(`0b${binary}`));
    else if (truth !== undefined) values.push(truth === 'true');
    else return undefined;
  }
  return values.length === count ? values : undefined;
}

function writeDefinition(definition: Definition): string {
  const { number, width } = definition;
  switch (definition.kind) {
    case 'symbol':
      return `(declare-const ${name(number)} ${sort(width)})`;
    case 'function':
      return `(declare-fun ${name(number)} (${definition.parameters.map(sort).join(' ')}) ${sort(width)})`;
    case 'constant':
      return define(number, width, `(_ bv${definition.value} ${width})`);
    case 'call':
      return define(number, width, `(${[definition.function, ...definition.args].map(name).join(' ')})`);
    case 'operation': {
      const { operator, indices, args } = definition;
      const head = indices.length === 0 ? operator : `(_ ${operator} ${indices.join(' ')})`;
      return define(number, width, args.length === 0 ? head : `(${head} ${args.map(name).join(' ')})`);
    }
  }
}

function define(number: number, width: number, body: string): string {
  return `(define-fun ${name(number)} () ${sort(width)} ${body})`;
}

function sort(width: number): string {
  return width === 0 ? 'Bool' : `(_ BitVec ${width})`;
}

function name(number: number): string {
  return `t${number}`;
}
