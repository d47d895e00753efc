import type { TypeTable } from '../btf/type-table.ts';
import { walk, type TypedNode } from '../compile/typed-tree.ts';
import type { OrderMistake } from './byte-order-script.ts';
import type { CTree } from './c-tree/c-nodes.ts';
import { cTypes, type CTypes } from './c-types.ts';

/** What is known of the value of an expression. */
interface Known {
  order: 'network' | 'host' | 'converted';
  /** Where it comes from, as the source says it. */
  origin: string;
  /** Both orders of it are the same number, or the source itself gave it an order. */
  constant?: boolean;
}

type Values = ReadonlyMap<string, Known | null>;

const toHost = /^(?:bpf_|__bpf_|_+)?(?:ntohs|ntohl|be(?:16|32|64)_to_cpu)$/;
const toNetwork = /^(?:bpf_|__bpf_|_+)?(?:htons|htonl|cpu_to_be(?:16|32|64))$/;
const swapsEither = /^(?:__builtin_bswap|___?bpf_swab|__swab|bpf_swab)(?:16|32|64)$/;
const printers: Readonly<Record<string, number>> = {
  bpf_printk: 1,
  bpf_trace_printk: 2,
  BPF_SNPRINTF: 3,
  BPF_SEQ_PRINTF: 2,
  bpf_stream_printk: 2,
};
const comparisons = new Set(['==', '!=', '<', '>', '<=', '>=']);

/**
 * Finds values in the wrong byte order in BPF C: a field declared `__be16`, `__be32` or `__be64` that is printed, or
 * compared with a constant or a value in host order, without conversion, and a field in host order that is converted.
 * Follows values through variables and members of the same function. A raw value that is stored is none: user space may
 * convert it. Arithmetic on a value ends what is known of it.
 */
export function cOrderMistakes(tree: CTree, kernel: TypeTable): OrderMistake[] {
  const types = cTypes(tree, kernel);
  return tree.functions.flatMap(({ node: root }) => {
    const values = valuesOf(root, types);
    const order = (node: TypedNode): Known | null => orderOf(node, types, values);
    return [...walk(root)].flatMap((node) => {
      if (node.kind === 'call') return callMistakes(node, order);
      return node.kind === 'binary' && comparisons.has(node.text) ? comparisonMistakes(node, order) : [];
    });
  });
}

/** What each variable and member holds; null when its assignments disagree. */
function valuesOf(root: TypedNode, types: CTypes): Values {
  const values = new Map<string, Known | null>();
  // Twice, so that a variable that is made of another one is known too.
  for (let round = 0; round < 2; round += 1) {
    const assigned = new Map<string, (Known | null)[]>();
    const enter = (target: TypedNode | undefined, known: Known | null): void => {
      const place = target ? placeOf(target) : null;
      if (place !== null) assigned.set(place, [...(assigned.get(place) ?? []), known]);
    };
    for (const node of walk(root)) {
      const [target, value] = node.children;
      if (node.kind === 'increment') enter(target, null);
      if (node.kind === 'unary' && node.text === '&') enter(target, null);
      // A variable that starts with 0 holds what it gets later.
      if (node.kind !== 'assignment' || !value || (value.kind === 'integer' && value.text === '0')) continue;
      enter(target, orderOf(value, types, values));
      if (target?.kind !== 'variable' || value.text !== 'initializer_list') continue;
      for (const each of value.children) {
        const [member, given] = each.children;
        if (each.kind === 'assignment' && member?.kind === 'field' && given) {
          enter({ ...member, children: [target] }, orderOf(given, types, values));
        }
      }
    }
    for (const [place, [first = null, ...others]] of assigned) {
      values.set(place, others.every((each) => each?.order === first?.order) ? first : null);
    }
  }
  return values;
}

/** `x`, `event.port`: what an assignment to it and a read of it have in common. */
function placeOf({ kind, text, children: [inner] }: TypedNode): string | null {
  if (kind === 'variable') return text;
  const base = inner ? placeOf(inner) : null;
  return kind === 'field' && base !== null ? `${base}.${text}` : null;
}

function orderOf(node: TypedNode, types: CTypes, values: Values): Known | null {
  const [inner, second, third] = node.children;
  const of = (each: TypedNode | undefined): Known | null => (each ? orderOf(each, types, values) : null);
  switch (node.kind) {
    case 'variable':
      if (values.has(node.text)) return values.get(node.text) ?? null;
      return /^__be(?:16|32|64)$/.test(node.type ?? '') ? { order: 'network', origin: node.text } : null;
    case 'cast':
      return of(inner);
    case 'ternary': {
      const [one, other] = [of(second), of(third)];
      return one?.order === other?.order ? one : null;
    }
    case 'field': {
      const place = placeOf(node);
      const stored = place === null ? undefined : values.get(place);
      if (stored !== undefined) return stored;
      const order = types.orderOf(node);
      return order === 'none' ? null : { order, origin: node.text };
    }
    case 'call': {
      const known = of(inner);
      // Converted twice, which is reported where it happens.
      if (known?.order === 'converted' && !toNetwork.test(node.text)) return null;
      if (toHost.test(node.text)) return { order: 'converted', origin: known?.origin ?? node.text };
      if (toNetwork.test(node.text)) return { order: 'network', origin: known?.origin ?? node.text, constant: true };
      if (!swapsEither.test(node.text) || !known) return null;
      return { order: known.order === 'network' ? 'converted' : 'network', origin: known.origin };
    }
    default:
      return null;
  }
}

type OrderOf = (node: TypedNode) => Known | null;

function callMistakes(node: TypedNode, order: OrderOf): OrderMistake[] {
  const { text: name, children } = node;
  const [argument] = children;
  const known = argument ? order(argument) : null;
  if (toHost.test(name) && known?.order === 'host') {
    return [{ node, message: `${known.origin} is in host byte order already; ${name}() makes it wrong` }];
  }
  if ((toHost.test(name) || swapsEither.test(name)) && known?.order === 'converted') {
    return [{ node, message: `${known.origin} was converted before; ${name}() turns it back` }];
  }
  const first = printers[name];
  if (first === undefined) return [];
  return children.slice(first).flatMap((value) => {
    const printed = order(value);
    return printed?.order === 'network' ? [{ node: value, message: notConverted(printed, 'printed') }] : [];
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
    if (known?.order !== 'network' || known.constant) continue;
    const against = order(other);
    if (against?.order === 'host' || against?.order === 'converted' || isOneSidedConstant(other)) {
      return [{ node, message: notConverted(known, 'compared') }];
    }
  }
  return [];
}

/** A constant that is not the same in both orders. */
function isOneSidedConstant({ kind, text, children: [inner] }: TypedNode): boolean {
  if (kind === 'cast' && inner) return isOneSidedConstant(inner);
  if (kind === 'integer') return !/^(?:0|-1|65535|4294967295)$/.test(text);
  return kind === 'identifier' && /^(?:ETH_P_|IPPORT_|INADDR_LOOPBACK)/.test(text);
}

function notConverted({ origin }: Known, use: string): string {
  return `${origin} is in network byte order and is ${use} without conversion; use bpf_ntohs() or bpf_ntohl()`;
}
