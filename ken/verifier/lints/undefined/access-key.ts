import type { TypedNode } from '../../compile/typed-tree.ts';
import type { Variables } from './constants.ts';

/** Builtins that have one value for the whole event. */
const fixed = /^(?:arg\d+|sarg\d+|pid|tid|uid|gid|cpu|retval|args)$/;

/**
 * Text that two expressions share only when they have the same value: made of integers, builtins, casts, arithmetic and
 * variables, which must be assigned at most once when `stable`. Null for anything else.
 */
export function accessKey(node: TypedNode, variables: Variables, stable = true): string | null {
  const parts = node.children.map((child) => accessKey(child, variables, stable));
  switch (node.kind) {
    case 'integer':
      return node.text;
    case 'builtin':
      return fixed.test(node.text) ? node.text : null;
    case 'variable':
      return variables.isLocal(node.text) && (!stable || variables.isStable(node.text)) ? node.text : null;
    case 'cast':
      return parts[0] === null ? null : `(${node.text})${parts[0]}`;
    case 'binary':
      return parts.includes(null) ? null : `(${parts[0]}${node.text}${parts[1]})`;
    default:
      return null;
  }
}
