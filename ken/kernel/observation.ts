/**
 * What a tracer showed while a workload ran: one shape for bpftrace and libbpf, so that an oracle reads both.
 * Everything in it may be hostile text.
 */
import type { GateResult, GuestFault } from './gate-result.ts';

/** A number of the kernel may exceed 2^53; bigger ones stay text. */
export type Scalar = number | string;

/** One thing that the tracer reported. */
export interface OutputRecord {
  /** Where it came from. `print`: printf/time/join; `map`: one entry of a map; `ring`: ring or perf buffer; `trace-pipe`: bpf_printk. */
  source: 'print' | 'map' | 'ring' | 'trace-pipe';
  /** Order of arrival, from 0. Entries of one map print have the same moment. */
  sequence: number;
  /** `print` and `trace-pipe`: the text. `map`: `@name[key]: value` as a person would read it. `ring`: hex bytes. */
  text: string;
  /** `map`: name of the map, with `@` for bpftrace. */
  map?: string;
  /** `map`: its key as text, parts joined by commas; '' for a map without key. */
  key?: string;
  /** `map`: the value, if it is a number or text. */
  value?: Scalar;
  /** `map`: buckets, if the value is a histogram. */
  buckets?: Bucket[];
  /** `map`: named numbers, if the value is a statistic (avg, count, total, min, max) or a struct. */
  fields?: Record<string, Scalar>;
  /** `ring`, and libbpf map keys and values: the raw bytes. */
  bytes?: Uint8Array;
  keyBytes?: Uint8Array;
  /** True when it was printed after the tracer was told to stop (bpftrace prints maps that are left). */
  atExit?: boolean;
}

export interface Bucket {
  /** Inclusive; undefined for the open end. */
  min?: number;
  max?: number;
  count: number;
}

export interface ProcessReport {
  exit: number | null;
  signal: number | null;
  stdout: string;
  stderr: string;
  /** Bytes before cutting. */
  stdoutBytes: number;
  stderrBytes: number;
  /** Guest milliseconds. */
  milliseconds: number;
}

/** One line that a workload prints: `event name=value name=value ...`. */
export interface Fact {
  event: string;
  fields: Record<string, string>;
}

export interface Observation {
  gate: GateResult;
  /** False when the workload never started because the tracer did not attach. */
  ran: boolean;
  fault?: GuestFault;
  records: OutputRecord[];
  /** Events that the tracer says it lost. */
  lost: number;
  facts: Fact[];
  tracer: ProcessReport | null;
  workload: ProcessReport | null;
  setup: ProcessReport | null;
  /** Warnings of the guest kernel during the job. */
  kernelLog: string;
  /** Wall-clock seconds on the host, clone included. */
  seconds: number;
}
