import type { TypeTable } from '../btf/type-table.ts';
import type { TypedNode } from '../compile/typed-tree.ts';
import type { CTree } from './c-tree/c-nodes.ts';
import { fieldOrder, memberTypeOf, orderOfType, type FieldOrder } from './field-order.ts';
import { membersEverywhere } from './members-everywhere.ts';

/** Types of expressions in BPF C, as far as declarations and the kernel's types give them. */
export interface CTypes {
  /** Byte order that the member of a `field` node is declared with. */
  orderOf: (field: TypedNode) => FieldOrder;
}

export function cTypes({ structures }: CTree, kernel: TypeTable): CTypes {
  return { orderOf };

  function orderOf(field: TypedNode): FieldOrder {
    const structure = structureName(field.children[0]);
    if (structure !== null) {
      const own = structures.get(structure);
      if (own) return orderOfSpelling(own.get(field.text) ?? '');
      if (isKnown(structure)) return fieldOrder(kernel, structure, field.text);
    }
    const declared = membersEverywhere(kernel).get(field.text);
    return declared === 'network' ? 'network' : 'none';
  }

  function isKnown(structure: string): boolean {
    return kernel.byName(structure, 'struct') !== null || kernel.byName(structure, 'union') !== null;
  }

  /** C spelling; null when it is not known. */
  function typeOf(node: TypedNode): string | null {
    const [inner] = node.children;
    switch (node.kind) {
      case 'variable':
      case 'cast':
        return node.type;
      case 'unary':
        return node.text === '&' && inner ? `${typeOf(inner) ?? ''} *` : null;
      case 'dereference':
      case 'index':
        return inner ? typeOf(inner) : null;
      case 'field': {
        const structure = structureName(inner);
        if (structure === null) return null;
        const own = structures.get(structure);
        if (own) return own.get(node.text) ?? null;
        const type = memberTypeOf(kernel, structure, node.text);
        return type === null ? null : kernel.describe(type);
      }
      default:
        return null;
    }
  }

  /** Name of the struct or union that a node is, or points to. */
  function structureName(node: TypedNode | undefined): string | null {
    const type = node ? typeOf(node) : null;
    const name = type === null ? undefined : /^(?:(?:const|volatile)\s+)*(?:struct\s+|union\s+)?(\w+)/.exec(type)?.[1];
    return name ?? null;
  }

  function orderOfSpelling(type: string): FieldOrder {
    if (/^__be(?:16|32|64)\b/.test(type)) return 'network';
    const id = kernel.byName(type, 'typedef');
    return id === null ? 'none' : orderOfType(kernel, id) === 'network' ? 'network' : 'none';
  }
}
