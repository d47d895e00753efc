import type { BtfTable } from './btf-table.ts';
import type { Parameter } from './types.ts';

/** Types visited for one description. */
const mostSteps = 200;

/** C spelling of a type, without a name to declare: `const struct sock *`, `char[16]`, `int (*)(struct sock *, int)`. */
export function describeType(table: BtfTable, id: number): string {
  const budget = { left: mostSteps };
  return declare(table, id, '', budget);
}

/** `declarator` is what C writes around the name: `*`, `[4]`, `(*)(int)`. */
function declare(table: BtfTable, id: number, declarator: string, budget: { left: number }): string {
  if (budget.left-- <= 0) return '...';
  const type = table.type(id);
  switch (type.kind) {
    case 'void':
      return join('void', declarator);
    case 'int':
    case 'float':
    case 'typedef':
      return join(type.name, declarator);
    case 'struct':
    case 'union':
      return join(`${type.kind} ${type.name === '' ? '{...}' : type.name}`, declarator);
    case 'enum':
    case 'enum64':
      return join(`enum ${type.name === '' ? '{...}' : type.name}`, declarator);
    case 'forward':
      return join(`${type.of} ${type.name}`, declarator);
    case 'const':
    case 'volatile':
    case 'restrict': {
      const ofPointer = table.kind(table.strip(type.type)) === 'pointer' && table.kind(type.type) === 'pointer';
      if (ofPointer) return declare(table, type.type, join(type.kind, declarator), budget);
      return `${type.kind} ${declare(table, type.type, declarator, budget)}`;
    }
    case 'type-tag':
      return declare(table, type.type, declarator, budget);
    case 'pointer': {
      const target = table.kind(type.type);
      const wrapped = target === 'array' || target === 'function-prototype';
      const star = /^\w/.test(declarator) ? `* ${declarator}` : `*${declarator}`;
      return declare(table, type.type, wrapped ? `(${star})` : star, budget);
    }
    case 'array':
      return declare(table, type.element, `${declarator}[${type.length}]`, budget);
    case 'function':
      return declare(table, type.type, type.name, budget);
    case 'function-prototype':
      return declare(table, type.returns, `${declarator}(${parameters(table, type.parameters, budget)})`, budget);
    case 'variable':
      return declare(table, type.type, type.name, budget);
    case 'data-section':
    case 'declaration-tag':
      return type.name;
  }
}

function parameters(table: BtfTable, list: readonly Parameter[], budget: { left: number }): string {
  if (list.length === 0) return 'void';
  const shown = list.slice(0, 32).map((parameter, index) => {
    const rest = parameter.type === 0 && parameter.name === '' && index === list.length - 1;
    return rest ? '...' : declare(table, parameter.type, '', budget);
  });
  return [...shown, ...(list.length > 32 ? ['...'] : [])].join(', ');
}

function join(name: string, declarator: string): string {
  return declarator === '' || declarator.startsWith('[') ? `${name}${declarator}` : `${name} ${declarator}`;
}
