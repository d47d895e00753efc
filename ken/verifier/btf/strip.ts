import type { BtfTable } from './btf-table.ts';

/** Longest chain of types that is followed; the kernel's limit is MAX_RESOLVE_DEPTH, 32. */
export const deepestType = 32;

/** The type without typedef, const, volatile, restrict and type tags. Throws MalformedObject when they form a cycle. */
export function stripModifiers(table: BtfTable, id: number): number {
  let current = id;
  for (let steps = 0; steps <= deepestType; steps++) {
    const type = table.type(current);
    switch (type.kind) {
      case 'typedef':
      case 'const':
      case 'volatile':
      case 'restrict':
      case 'type-tag':
        current = type.type;
        break;
      default:
        return current;
    }
  }
  return table.fail(`a chain of more than ${deepestType} types`, id);
}
