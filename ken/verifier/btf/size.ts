import type { BtfTable } from './btf-table.ts';
import { deepestType } from './strip.ts';

const pointerSize = 8;

/** Bytes of a type; null when it has none. Throws MalformedObject for arrays of arrays without end or of absurd size. */
export function sizeOf(table: BtfTable, id: number): number | null {
  let elements = 1;
  let current = id;
  for (let depth = 0; depth <= deepestType; depth++) {
    const type = table.type(table.strip(current));
    switch (type.kind) {
      case 'array':
        elements *= type.length;
        current = type.element;
        if (elements > 0xffff_ffff) return table.fail(`an array of ${elements} elements`, id);
        break;
      case 'pointer':
        return elements * pointerSize;
      case 'int':
      case 'float':
      case 'struct':
      case 'union':
      case 'enum':
      case 'enum64':
      case 'data-section':
        return elements * type.size;
      case 'variable':
        current = type.type;
        break;
      default:
        return null;
    }
  }
  return table.fail(`a chain of more than ${deepestType} types`, id);
}
