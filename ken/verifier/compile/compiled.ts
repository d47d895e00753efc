/**
 * What the compiler gives the rest of the verifier: the eBPF object that the stock toolchain made of a program, and the
 * source-level facts that are not in the object (attach points, format strings, types).
 */
import type { Framework } from '../../program.ts';
import type { TypedNode } from './typed-tree.ts';

export type CompileResult = Compiled | CompileFailed | CompileUnsupported;

export interface Compiled {
  status: 'compiled';
  framework: Framework;
  /** The text that the compiler read, after normalising. Its lines are those that `TypedNode.line` counts. */
  text: string;
  /** A relocatable eBPF ELF object with `.BTF` and `.maps`. */
  elf: Uint8Array;
  functions: ProgramFunction[];
  /** bpftrace: what the program writes to its output buffer, by record id. libbpf: empty. */
  outputs: OutputFormat[];
  /** bpftrace: `$x` of each probe and their types. libbpf: empty. */
  variables: VariableType[];
  /** bpftrace: `@m` and its types. libbpf: empty, the object's own BTF has them. */
  maps: MapType[];
  /** bpftrace: the program after semantic analysis. libbpf: null. */
  tree: TypedNode | null;
  /** What was changed in the text before it was compiled, one sentence each. */
  normalised: string[];
  /** Line of the author's text for a line of `text`; both from 1. */
  originalLine: (line: number) => number;
  /** Warnings. */
  log: string;
  /** Where it was compiled: on this machine, or in a clone of the guest. */
  place: 'host' | 'guest';
  /** Wall-clock seconds; those of the first compile when it came from memory. */
  seconds: number;
}

/** The toolchain refused the text. */
export interface CompileFailed {
  status: 'compile-failed';
  /** Everything that it printed, cut to 64 KiB. Hostile text. */
  log: string;
  /** The part that a model can act on, with line numbers of the author's text. */
  diagnostic: string;
  normalised: string[];
  seconds: number;
}

/** Nothing is known of the program: the compiler crashed, ran into a limit, or a feature is outside the verifier. */
export interface CompileUnsupported {
  status: 'unsupported';
  /** One sentence. */
  reason: string;
  log: string;
  seconds: number;
}

/** One eBPF program of the object. */
export interface ProgramFunction {
  /** ELF section that holds it: `s_kprobe_tcp_connect_2`, `tp/sched/sched_switch`. */
  section: string;
  /** Its symbol. bpftrace: `kprobe_tcp_connect_2`. */
  symbol: string;
  /**
   * As the program names it: `kprobe:tcp_connect`, `BEGIN`. libbpf: the section's name. A function that a wildcard
   * gave carries the place that matched in `target`.
   */
  attachPoint: string;
  /** The place it attaches to, without wildcards: `kprobe:vfs_read` for `kprobe:vfs_*`. */
  target: string;
  kind: ProbeKind;
  /** Number of the probe block in the program, from 0; -1 for libbpf. */
  probe: number;
}

export type ProbeKind =
  | 'kprobe'
  | 'kretprobe'
  | 'uprobe'
  | 'uretprobe'
  | 'usdt'
  | 'tracepoint'
  | 'raw-tracepoint'
  | 'fentry'
  | 'fexit'
  | 'iterator'
  | 'profile'
  | 'interval'
  | 'software'
  | 'hardware'
  | 'begin'
  | 'end'
  | 'self'
  | 'watchpoint'
  /** A libbpf program type that none of the above is (xdp, tc, socket filter, lsm, ...), or an unknown section. */
  | 'other';

/**
 * One kind of record that a program writes to its output buffer. The first eight bytes of a record are `id`, little
 * endian. `printf`: the arguments follow, laid out like a C structure. `print-value`: `index` as eight bytes, then the
 * value. The other actions have no source-level arguments or name a map.
 */
export interface OutputFormat {
  action: OutputAction;
  /** The record's first eight bytes. */
  id: number;
  /** Number among the outputs of the same action, in source order, from 0. */
  index: number;
  /** The format as bpftrace reads it, escapes resolved: `"%s %d\n"`. Empty when the action has none. */
  format: string;
  arguments: OutputArgument[];
  /** The map of `print-map`, `clear-map` and `zero-map`, with the number that stands behind the id (four bytes). */
  map?: { name: string; number: number };
  /** Number of the probe block, from 0. */
  probe: number;
  line?: number;
}

export type OutputAction =
  | 'printf'
  | 'system'
  | 'cat'
  | 'exit'
  | 'print-map'
  | 'clear-map'
  | 'zero-map'
  | 'time'
  | 'join'
  | 'helper-error'
  | 'print-value'
  | 'skb-output';

export interface OutputArgument {
  /** As bpftrace prints types: `uint16`, `string[16]`, `struct sock *`. */
  type: string;
  node: TypedNode;
}

export interface VariableType {
  /** With its `$`. */
  name: string;
  type: string;
  probe: number;
}

export interface MapType {
  /** With its `@`. */
  name: string;
  /** Type of the key; null for a map without a key. */
  key: string | null;
  /** Type of the value: `int64`, `count_t`, `hist_t`. */
  value: string;
}
