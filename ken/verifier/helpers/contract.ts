import type { ClockName, StableInput } from './input-names.ts';

/** What the verifier assumes of a kernel helper: the documentation, and the data that the executor acts on. */
export interface HelperContract {
  /** Number in enum bpf_func_id (include/uapi/linux/bpf.h). */
  id: number;
  /** Without `bpf_`. */
  name: string;
  /** As C writes the parameters. */
  parameters: string;
  effect: HelperEffect;
  /** What it does and returns, for a reader. */
  summary: string;
}

/**
 * What a call does to the machine. Parameters are numbered from 1, like the registers that hold them. After every call
 * r1 to r5 are unreadable.
 */
export type HelperEffect =
  /** Returns an input of the event, the same at every call. */
  | { kind: 'stable-input'; input: StableInput }
  /** Returns an input that is new at every call. */
  | { kind: 'fresh-input'; input: string; width: 1 | 32 | 64; signed?: boolean }
  | { kind: 'clock'; clock: ClockName }
  /** Returns this number and does nothing that is modelled. */
  | { kind: 'constant'; value: bigint; assumption?: 'timers-never' }
  | { kind: 'current-comm' }
  | { kind: 'namespace-pid' }
  /** Parameters: destination, size, address. */
  | { kind: 'read-memory'; space: 'kernel' | 'user' }
  | { kind: 'read-string'; space: 'kernel' | 'user' }
  | { kind: 'write-user-memory' }
  | { kind: 'map-lookup' }
  | { kind: 'map-lookup-cpu' }
  | { kind: 'map-update' }
  | { kind: 'map-delete' }
  | { kind: 'map-push' | 'map-pop' | 'map-peek' }
  /** Storage attached to a kernel object: a map keyed by the object's address. */
  | { kind: 'storage-get' | 'storage-delete'; object: 'task' | 'inode' | 'socket' | 'cgroup' }
  | { kind: 'for-each-entry' }
  | { kind: 'loop' }
  /** Output records; the numbers are the parameters that hold the map, the data and their size. */
  | { kind: 'output'; stream: 'ringbuf' | 'perf' | 'sequence-file'; map: number | null; data: number; size: number }
  | { kind: 'ring-reserve' }
  | { kind: 'ring-commit'; discard: boolean }
  | {
      kind: 'print';
      format: number;
      size: number;
      arguments: 'registers' | 'array';
      target: 'trace-printk' | 'sequence-file';
    }
  | { kind: 'print-to-buffer' }
  | { kind: 'compare-strings' }
  | { kind: 'parse-number'; signed: boolean }
  | { kind: 'signal' }
  | { kind: 'override-return' }
  | { kind: 'stack-id' }
  /** Copies a stack; the numbers are the parameters that hold the buffer, its size and the flags. */
  | { kind: 'stack-copy'; buffer: number; size: number; flags: number }
  | { kind: 'function-argument' }
  | { kind: 'function-result' }
  | { kind: 'packet-read' }
  | { kind: 'cpu-variable'; cpu: 'this' | 'parameter' }
  /** Reaching the call ends the path as unsupported. */
  | { kind: 'unsupported'; why: string };
