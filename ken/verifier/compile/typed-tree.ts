/**
 * A bpftrace program after semantic analysis, as `bpftrace -d ast` shows it: every expression has its type. The names of
 * the kinds are ours; a dump with an unknown node gives `other`, never a wrong kind.
 */
export type TypedNodeKind =
  | 'program' // children: structure definitions are left out; probes and functions
  | 'probe' // children: attach-point+, predicate?, block
  | 'attach-point' // text: `kprobe:tcp_connect`
  | 'predicate' // children: expression
  | 'block' // children: statements
  | 'function' // text: its name; children: block
  | 'assignment' // children: target (variable or map), value
  | 'declaration' // text: name of the variable; `let $x`
  | 'if' // children: condition, block, block? (else)
  | 'while' // children: condition, block
  | 'for' // children: declaration, map or range, block
  | 'unroll' // children: count, block
  | 'jump' // text: return, break, continue
  | 'variable' // text: `$sk`
  | 'map' // text: `@a`; children: key?
  | 'builtin' // text: pid, comm, arg0, args, ...
  | 'integer' // text: decimal
  | 'string' // text: escapes resolved
  | 'identifier' // text: constant of an enumeration, or a bare word
  | 'positional' // text: `$1`
  | 'call' // text: name of the function; children: arguments
  | 'cast' // text: target type as written: `struct sock *`; children: expression
  | 'field' // text: name of the member; children: structure
  | 'dereference' // children: pointer
  | 'index' // children: array, index
  | 'tuple' // children: members
  | 'unary' // text: operator; children: operand
  | 'binary' // text: operator; children: left, right
  | 'increment' // text: `++ (post)`, ...; children: variable or map
  | 'ternary' // children: condition, then, else
  | 'sizeof'
  | 'offsetof'
  | 'other';

export interface TypedNode {
  kind: TypedNodeKind;
  /** Operator, name or value: see the kinds. */
  text: string;
  /** As bpftrace prints it, without the address space: `uint16`, `string[16]`, `struct sock *`. Null when none is shown. */
  type: string | null;
  /** Where a pointer of this type points to. */
  addressSpace: 'kernel' | 'user' | 'bpf' | null;
  children: TypedNode[];
  /** Line of the compiled text, from 1. The dump has none: it is found by matching names with the text. */
  line?: number;
}

/** The node and all below it, in source order. */
export function* walk(node: TypedNode): Generator<TypedNode> {
  yield node;
  for (const child of node.children) yield* walk(child);
}
