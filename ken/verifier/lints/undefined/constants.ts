import { walk, type TypedNode } from '../../compile/typed-tree.ts';

/** What is known of the variables of a probe or function. */
export interface Variables {
  /** Declared or assigned in it. */
  isLocal: (name: string) => boolean;
  isRead: (name: string) => boolean;
  /** The only value ever assigned, when nothing else may change it. */
  onlyValue: (name: string) => TypedNode | null;
  /** At most one assignment in all. */
  isStable: (name: string) => boolean;
  /** Whether a part of the program may assign it. */
  changedIn: (part: TypedNode, name: string) => boolean;
}

export function variablesOf(root: TypedNode): Variables {
  const values = new Map<string, TypedNode[]>();
  const declared = new Set<string>();
  const reads = new Map<string, number>();
  const changed = changes(root);
  for (const node of walk(root)) {
    const [target, value] = node.children;
    if (node.kind === 'variable') reads.set(node.text, (reads.get(node.text) ?? 0) + 1);
    if (node.kind === 'declaration') {
      declared.add(node.text);
      if (!value && target) reads.set(target.text, (reads.get(target.text) ?? 0) - 1);
    }
    if (!isAssignment(node) || target?.kind !== 'variable' || !value) continue;
    // A variable of bpftrace belongs to its probe; in C a name may be a global.
    if (target.text.startsWith('$')) declared.add(target.text);
    reads.set(target.text, (reads.get(target.text) ?? 0) - 1);
    values.set(target.text, [...(values.get(target.text) ?? []), value]);
  }
  const cached = new WeakMap<TypedNode, Map<string, number>>();
  const changedBy = (part: TypedNode): Map<string, number> => {
    const known = cached.get(part) ?? changes(part);
    cached.set(part, known);
    return known;
  };
  return {
    isLocal: (name) => declared.has(name),
    isRead: (name) => (reads.get(name) ?? 0) > 0,
    onlyValue: (name) => {
      const given = values.get(name) ?? [];
      return declared.has(name) && given.length === 1 && changed.get(name) === 1 ? (given[0] ?? null) : null;
    },
    isStable: (name) => (changed.get(name) ?? 0) <= 1,
    changedIn: (part, name) => changedBy(part).has(name),
  };
}

/** `let $x = 1` is a declaration with a value. */
export function isAssignment({ kind, children }: TypedNode): boolean {
  return kind === 'assignment' || (kind === 'declaration' && children.length > 1);
}

/** How often each variable may be changed: assigned, counted up, or its address given away. */
function changes(root: TypedNode): Map<string, number> {
  const found = new Map<string, number>();
  for (const node of walk(root)) {
    const [target] = node.children;
    const isChange = isAssignment(node) || node.kind === 'increment' || (node.kind === 'unary' && node.text === '&');
    const name =
      node.kind === 'for' ? node.children[0]?.text : isChange && target?.kind === 'variable' ? target.text : undefined;
    if (name !== undefined) found.set(name, (found.get(name) ?? 0) + 1);
  }
  return found;
}

/** Value of an expression of constants, as an integer without a width; null when it is none or may not fit 31 bits. */
export function constantValue(node: TypedNode, variables: Variables, depth = 0): bigint | null {
  const value = unboundedValue(node, variables, depth);
  return value !== null && value >= 0n && value < 2n ** 31n ? value : node.kind === 'integer' ? value : null;
}

function unboundedValue(node: TypedNode, variables: Variables, depth: number): bigint | null {
  if (depth > 16) return null;
  const [left, right] = node.children;
  const of = (each: TypedNode | undefined): bigint | null => (each ? unboundedValue(each, variables, depth + 1) : null);
  switch (node.kind) {
    case 'integer':
      return /^-?\d+$/.test(node.text) ? BigInt(node.text) : null;
    case 'sizeof':
      return 1n;
    case 'identifier':
      return 1n;
    case 'cast': {
      const value = of(left);
      return value !== null && value >= 0n && value < 128n ? value : null;
    }
    case 'variable': {
      const only = variables.onlyValue(node.text);
      return only?.kind === 'integer' || only?.kind === 'cast' ? of(only) : null;
    }
    case 'binary': {
      const [one, other] = [of(left), of(right)];
      return one === null || other === null ? null : computed(node.text, one, other);
    }
    default:
      return null;
  }
}

function computed(operator: string, one: bigint, other: bigint): bigint | null {
  switch (operator) {
    case '+':
      return one + other;
    case '-':
      return one - other;
    case '*':
      return one * other;
    case '/':
      return other === 0n ? null : one / other;
    case '<<':
      return other >= 0n && other < 64n ? one << other : null;
    default:
      return null;
  }
}
