import type { TypeTable } from '../btf/type-table.ts';
import { walk, type TypedNode } from '../compile/typed-tree.ts';
import { conversionsOf } from '../equivalence/format-text.ts';
import { fieldOrder } from './field-order.ts';

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
  const variables = variablesOf(probe, types);
  const order = (node: TypedNode): Known | null => orderOf(node, types, variables);
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

/** What each variable holds; null when its assignments disagree. */
function variablesOf(probe: TypedNode, types: TypeTable): Map<string, Known | null> {
  const variables = new Map<string, Known | null>();
  // Twice, so that a variable that is made of another one is known too.
  for (let round = 0; round < 2; round += 1) {
    const assigned = new Map<string, (Known | null)[]>();
    for (const node of walk(probe)) {
      const [target, value] = node.children;
      if (node.kind !== 'assignment' || target?.kind !== 'variable' || !value) continue;
      assigned.set(target.text, [...(assigned.get(target.text) ?? []), orderOf(value, types, variables)]);
    }
    for (const [name, [first = null, ...others]] of assigned) {
      variables.set(name, others.every((each) => each?.order === first?.order) ? first : null);
    }
  }
  return variables;
}

function orderOf(node: TypedNode, types: TypeTable, variables: ReadonlyMap<string, Known | null>): Known | null {
  const [child] = node.children;
  switch (node.kind) {
    case 'variable':
      return variables.get(node.text) ?? null;
    case 'cast':
      return child ? orderOf(child, types, variables) : null;
    case 'field': {
      const structure = /^(?:struct |union )?\s*(\w+)/.exec(child?.type ?? '')?.[1];
      const order = structure === undefined ? 'none' : fieldOrder(types, structure, node.text);
      return order === 'none' ? null : { order, field: node.text };
    }
    case 'call': {
      if (!swaps.has(node.text) || !child) return null;
      const inner = orderOf(child, types, variables);
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
  if (node.text !== 'printf' && node.text !== 'print') return [];
  const isFormatted = node.text === 'printf';
  const values = isFormatted ? node.children.slice(1) : node.children;
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
    if (other.kind === 'integer' || against) return [{ node, message: notConverted(known, 'compared') }];
  }
  return [];
}

/** A constant that is the same in both orders. */
function isSymmetric({ kind, text }: TypedNode): boolean {
  return kind === 'integer' && /^(?:0|-1|65535|4294967295)$/.test(text);
}

function keyMistakes(node: TypedNode, order: OrderOf): OrderMistake[] {
  const keys = node.children.flatMap((child) => (child.kind === 'tuple' ? child.children : [child]));
  return keys.flatMap((key) => {
    const known = order(key);
    return known?.order === 'network' ? [{ node: key, message: notConverted(known, 'used as a key of a map') }] : [];
  });
}

function storeMistakes({ children: [target, value] }: TypedNode, order: OrderOf): OrderMistake[] {
  const known = target?.kind === 'map' && value ? order(value) : null;
  return known?.order === 'network' && value ? [{ node: value, message: notConverted(known, 'kept in a map') }] : [];
}

function notConverted({ field }: Known, use: string): string {
  return `${field} is in network byte order and is ${use} without conversion; use bswap()`;
}
