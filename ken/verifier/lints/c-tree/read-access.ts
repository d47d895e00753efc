import type { TypedNode } from '../../compile/typed-tree.ts';

const chains = /^(?:BPF_CORE_READ|BPF_CORE_READ_USER|BPF_PROBE_READ|BPF_PROBE_READ_USER)$/;
const chainsInto = /^(?:BPF_CORE_READ|BPF_CORE_READ_USER|BPF_PROBE_READ|BPF_PROBE_READ_USER)_INTO$/;
const copies = /^(?:bpf_core_read|bpf_core_read_user|bpf_probe_read|bpf_probe_read_kernel|bpf_probe_read_user)$/;

/**
 * The access that a reading macro or helper stands for (bpf_core_read.h of libbpf): `BPF_CORE_READ(a, b.c, d)` is
 * `a->b.c->d`, `BPF_CORE_READ_INTO(&x, a, b)` and `bpf_probe_read_kernel(&x, size, &a->b)` assign `a->b` to `x`.
 * Null for any other call.
 */
export function readAccess(call: TypedNode): TypedNode | null {
  const { text: name, children } = call;
  const [first, second, third, ...rest] = children;
  if (chains.test(name) && first && second) {
    return chain(first, children.slice(1));
  }
  if (chainsInto.test(name) && first && second && third) {
    return assign(call, first, chain(second, [third, ...rest]));
  }
  if (copies.test(name) && first && third) return assign(call, first, pointedTo(third));
  return null;
}

function chain(start: TypedNode, steps: readonly TypedNode[]): TypedNode {
  return steps.reduce(append, start);
}

/** `b.c` is parsed as a member of a variable `b`: that variable is the member of what comes before. */
function append(base: TypedNode, step: TypedNode): TypedNode {
  const [inner, ...others] = step.children;
  if (step.kind === 'field' && inner) return { ...step, children: [append(base, inner)] };
  if (step.kind === 'index' && inner) return { ...step, children: [append(base, inner), ...others] };
  return { ...step, kind: 'field', children: [base] };
}

function assign(call: TypedNode, target: TypedNode, value: TypedNode): TypedNode {
  return { ...call, kind: 'assignment', text: '=', children: [pointedTo(target), value] };
}

function pointedTo(pointer: TypedNode): TypedNode {
  let inner = pointer;
  while (inner.kind === 'cast' && inner.children[0]) inner = inner.children[0];
  const [target] = inner.children;
  if (inner.kind === 'unary' && inner.text === '&' && target) return target;
  return { ...inner, kind: 'dereference', text: '*', children: [inner] };
}
