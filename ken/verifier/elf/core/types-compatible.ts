import type { TypeTable } from '../../btf/type-table.ts';
import { plainKind } from './fields-compatible.ts';

const deepest = 32;

/** bpf_core_types_are_compat: the same kind at every level of pointers, arrays and functions; names were compared before. */
export function typesCompatible(
  local: TypeTable,
  localId: number,
  target: TypeTable,
  targetId: number,
  budget: { left: number } = { left: 1000 },
  depth = deepest,
): boolean {
  if (depth === 0 || budget.left-- <= 0) return false;
  const a = local.type(local.strip(localId));
  const b = target.type(target.strip(targetId));
  const next = (own: number, other: number): boolean => typesCompatible(local, own, target, other, budget, depth - 1);
  if (plainKind(a.kind) !== plainKind(b.kind)) return false;
  switch (a.kind) {
    case 'void':
    case 'struct':
    case 'union':
    case 'enum':
    case 'enum64':
    case 'forward':
      return true;
    case 'int':
      return b.kind === 'int' && a.offset === 0 && b.offset === 0;
    case 'pointer':
      return b.kind === 'pointer' && next(a.type, b.type);
    case 'array':
      return b.kind === 'array' && next(a.element, b.element);
    case 'function-prototype': {
      if (b.kind !== 'function-prototype' || a.parameters.length !== b.parameters.length) return false;
      const parameters = a.parameters.every(({ type }, index) => next(type, b.parameters[index]?.type ?? 0));
      return parameters && next(a.returns, b.returns);
    }
    default:
      return false;
  }
}
