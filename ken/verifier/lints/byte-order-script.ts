import type { TypeTable } from '../btf/type-table.ts';
import { walk, type TypedNode } from '../compile/typed-tree.ts';
import { conversionsOf } from '../equivalence/format-text.ts';
import type { FieldOrder } from './field-order.ts';
import { scriptFieldOrder } from './script-field-order.ts';

/** A misuse of byte order, at a node of the typed tree. */
export interface OrderMistake {
  node: TypedNode;
  message: string;
}

/** What is known of the value of an expression. */
interface Known {
  order: 'network' | 'host' | 'converted';
  /** The field that it comes from, as the source says it. */
  field: string;
}

/** Functions of bpftrace that swap bytes, and those that take network order. */
const swaps = new Set(['bswap']);
const takesNetworkOrder = new Set(['ntop']);

/**
 * Finds values in the wrong byte order in one probe: a field declared `__be16`, `__be32` or `__be64` that is printed,
 * kept in a map or compared without `bswap()`, and a field in host order that is swapped. Follows values through casts
 * and variables; arithmetic on a value ends what is known of it, since bytes may be swapped by hand.
 */
export function scriptOrderMistakes(probe: TypedNode, types: TypeTable): OrderMistake[] {
  const fieldOrder = (field: TypedNode): FieldOrder => scriptFieldOrder(field, probe, types);
  const variables = variablesOf(probe, fieldOrder);
  const order = (node: TypedNode): Known | null => orderOf(node, fieldOrder, variables);
  const mistakes: OrderMistake[] = [];
  for (const node of walk(probe)) {
    switch (node.kind) {
      case 'call':
        mistakes.push(...callMistakes(node, order));
        break;
      case 'binary':
        if (comparisons.has(node.text)) mistakes.push(...comparisonMistakes(node, order));
        break;
      case 'map':
        mistakes.push(...keyMistakes(node, order));
        break;
      case 'assignment':
        mistakes.push(...storeMistakes(node, order));
        break;
      default:
    }
  }
  return mistakes;
}

const comparisons = new Set(['==', '!=', '<', '>', '<=', '>=']);
type OrderOf = (node: TypedNode) => Known | null;
type OrderOfField = (field: TypedNode) => FieldOrder;

/** What each variable holds; null when its assignments disagree. */
function variablesOf(probe: TypedNode, fieldOrder: OrderOfField): Map<string, Known | null> {
  const variables = new Map<string, Known | null>();
  // Twice, so that a variable that is made of another one is known too.
  for (let round = 0; round < 2; round += 1) {
    const assigned = new Map<string, (Known | null)[]>();
    for (const node of walk(probe)) {
      const [target, value] = node.children;
      const isAssignment = node.kind === 'assignment' || node.kind === 'declaration';
      if (!isAssignment || target?.kind !== 'variable' || !value || isZero(value)) continue;
      assigned.set(target.text, [...(assigned.get(target.text) ?? []), orderOf(value, fieldOrder, variables)]);
    }
    for (const [name, [first = null, ...others]] of assigned) {
      variables.set(name, others.every((each) => each?.order === first?.order) ? first : null);
    }
  }
  return variables;
}

/** A variable that starts with 0 holds what it gets later. */
function isZero({ kind, text, children: [inner] }: TypedNode): boolean {
  return kind === 'cast' && inner ? isZero(inner) : kind === 'integer' && text === '0';
}

function orderOf(
  node: TypedNode,
  fieldOrder: OrderOfField,
  variables: ReadonlyMap<string, Known | null>,
): Known | null {
  const [child, second, third] = node.children;
  const of = (each: TypedNode | undefined): Known | null => (each ? orderOf(each, fieldOrder, variables) : null);
  switch (node.kind) {
    case 'variable':
      return variables.get(node.text) ?? null;
    case 'cast':
      return of(child);
    case 'ternary': {
      const [one, other] = [of(second), of(third)];
      return one?.order === other?.order ? one : null;
    }
    case 'index':
    case 'field': {
      const field = node.kind === 'index' ? child : node;
      const order = field?.kind === 'field' ? fieldOrder(node) : 'none';
      return order === 'none' || !field ? null : { order, field: field.text };
    }
    case 'call': {
      if (!swaps.has(node.text) || !child) return null;
      const inner = of(child);
      return inner?.order === 'network' ? { order: 'converted', field: inner.field } : null;
    }
    default:
      return null;
  }
}

function callMistakes(node: TypedNode, order: OrderOf): OrderMistake[] {
  if (swaps.has(node.text)) {
    const [argument] = node.children;
    const known = argument && order(argument);
    if (known?.order === 'host') {
      return [{ node, message: `${known.field} is in host byte order already; ${node.text}() makes it wrong` }];
    }
    if (known?.order === 'converted') {
      return [{ node, message: `${known.field} was converted before; ${node.text}() turns it back` }];
    }
    return [];
  }
  if (takesNetworkOrder.has(node.text)) {
    const address = node.children.at(-1);
    const known = address ? order(address) : null;
    if (known?.order !== 'converted') return [];
    return [{ node, message: `${known.field} was converted; ${node.text}() takes an address in network byte order` }];
  }
  if (node.text !== 'printf' && node.text !== 'print') return [];
  const isFormatted = node.text === 'printf';
  const values = isFormatted ? node.children.slice(1) : node.children.flatMap(parts);
  const letters = isFormatted ? conversionsOf(node.children[0]?.text ?? '') : [];
  return values.flatMap((value, index) => {
    const known = order(value);
    if (known?.order !== 'network' || letters[index] === 's' || takesNetworkOrder.has(value.text)) return [];
    return [{ node: value, message: notConverted(known, 'printed') }];
  });
}

function comparisonMistakes(node: TypedNode, order: OrderOf): OrderMistake[] {
  const [left, right] = node.children;
  if (!left || !right) return [];
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const known = order(one);
    if (known?.order !== 'network') continue;
    const against = order(other);
    const swappedConstant = other.kind === 'call' && swaps.has(other.text);
    if (against?.order === 'network' || swappedConstant || isSymmetric(other)) continue;
    if (other.kind === 'integer' || other.kind === 'positional' || against)
      return [{ node, message: notConverted(known, 'compared') }];
  }
  return [];
}

/** A constant that is the same in both orders. */
function isSymmetric({ kind, text }: TypedNode): boolean {
  return kind === 'integer' && /^(?:0|-1|65535|4294967295)$/.test(text);
}

/** The values of a tuple, or the value itself. */
function parts(node: TypedNode): TypedNode[] {
  return node.kind === 'tuple' ? node.children.flatMap(parts) : [node];
}

function keyMistakes(node: TypedNode, order: OrderOf): OrderMistake[] {
  const keys = node.children.flatMap(parts);
  return keys.flatMap((key) => {
    const known = order(key);
    return known?.order === 'network' ? [{ node: key, message: notConverted(known, 'used as a key of a map') }] : [];
  });
}

function storeMistakes({ children: [target, value] }: TypedNode, order: OrderOf): OrderMistake[] {
  if (target?.kind !== 'map' || !value) return [];
  return parts(value).flatMap((each) => {
    const known = order(each);
    return known?.order === 'network' ? [{ node: each, message: notConverted(known, 'kept in a map') }] : [];
  });
}

function notConverted({ field }: Known, use: string): string {
  return `${field} is in network byte order and is ${use} without conversion; use bswap()`;
}
