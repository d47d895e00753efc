import type { TypeTable } from '../../btf/type-table.ts';
import { essentialName } from './essential-name.ts';

const deepest = 32;

/** bpf_core_fields_are_compat: integers of any size, any pointers, any structs; enums by name; arrays by element. */
export function fieldsCompatible(local: TypeTable, localId: number, target: TypeTable, targetId: number): boolean {
  let own = localId;
  let other = targetId;
  for (let depth = 0; depth < deepest; depth++) {
    const a = local.type(local.strip(own));
    const b = target.type(target.strip(other));
    const composite = (kind: string): boolean => kind === 'struct' || kind === 'union';
    if (composite(a.kind) && composite(b.kind)) return true;
    if (plainKind(a.kind) !== plainKind(b.kind)) return false;
    switch (a.kind) {
      case 'pointer':
      case 'float':
        return true;
      case 'int':
        return b.kind === 'int' && a.offset === 0 && b.offset === 0;
      case 'forward':
      case 'enum':
      case 'enum64':
        return a.name === '' || b.name === '' || essentialName(a.name) === essentialName(b.name);
      case 'array':
        if (b.kind !== 'array') return false;
        own = a.element;
        other = b.element;
        break;
      default:
        return false;
    }
  }
  return false;
}

/** Both kinds of enum count as one. */
export function plainKind(kind: string): string {
  return kind === 'enum64' ? 'enum' : kind;
}
