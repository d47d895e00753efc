import type { TypeTable } from '../btf/type-table.ts';
import type { TypedNode } from '../compile/typed-tree.ts';
import { memberTypeOf, orderOfType, type FieldOrder } from './field-order.ts';

/**
 * Byte order of a `field` node of a bpftrace probe, or of the element that an `index` of one gives, as the kernel
 * declares it: a member of a struct, a field of a tracepoint, or an argument of the function that a fentry or fexit
 * probe attaches to.
 */
export function scriptFieldOrder(node: TypedNode, probe: TypedNode, types: TypeTable): FieldOrder {
  if (node.kind === 'index') {
    const [array] = node.children;
    const id = array ? declaredType(array, probe, types) : null;
    const type = id === null ? null : types.type(types.strip(id));
    return type?.kind === 'array' ? orderOfType(types, type.element) : 'none';
  }
  const id = declaredType(node, probe, types);
  return id === null ? 'none' : orderOfType(types, id);
}

function declaredType(field: TypedNode, probe: TypedNode, types: TypeTable): number | null {
  const [structure] = field.children;
  if (structure?.kind === 'builtin' && structure.text === 'args') return argumentType(field.text, probe, types);
  const name = /^(?:struct |union )?\s*(\w+)/.exec(structure?.type ?? '')?.[1];
  return name === undefined ? null : memberTypeOf(types, name, field.text);
}

/** One attach point is enough: bpftrace demands that `args` has the same layout at all of a probe. */
function argumentType(name: string, probe: TypedNode, types: TypeTable): number | null {
  const point = probe.children.find(({ kind }) => kind === 'attach-point')?.text ?? '';
  const words = point.split(':');
  const last = words.at(-1) ?? '';
  if (/^(?:tracepoint|t)$/.test(words[0] ?? '')) return memberTypeOf(types, `trace_event_raw_${last}`, name);
  if (!/^(?:fentry|fexit|kfunc|kretfunc|f|fr)$/.test(words[0] ?? '')) return null;
  const id = types.byName(last, 'function');
  const declared = id === null ? null : types.type(id);
  const prototype = declared?.kind === 'function' ? types.type(declared.type) : null;
  if (prototype?.kind !== 'function-prototype') return null;
  return prototype.parameters.find((parameter) => parameter.name === name)?.type ?? null;
}
