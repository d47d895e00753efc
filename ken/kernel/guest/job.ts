/**
 * A job of the disposable guest: files, an optional tracer, set-up and workload, deadlines. One clone runs one job.
 * All times are milliseconds of the guest's clock, which is virtual by default.
 */
import type { GuestFault } from '../gate-result.ts';
import type { ProcessReport } from '../observation.ts';

export interface Job {
  /** Absolute guest path -> content. Folders are made; files are executable. */
  files: Record<string, Uint8Array | string>;
  /** Shell command that runs to its end before the tracer starts, as root, in /job. */
  setup?: string;
  tracer?: {
    /** Shell command. It gets SIGINT when the workload is over. */
    command: string;
    /** The workload starts when this text appears on the tracer's standard output or error. */
    readyMarker: string;
  };
  /** Shell command; starts when the tracer is ready. Without a tracer it starts at once. */
  workload?: string;
  deadlines?: Partial<Deadlines>;
  /** Bytes kept of each output stream; a stream that grows to 16 times this is a flood. Default 256 KiB. */
  outputLimit?: number;
}

export interface Deadlines {
  setup: number;
  /** Until the ready marker. */
  ready: number;
  workload: number;
  /** Time between the end of the workload and SIGINT. */
  settle: number;
  /** Between SIGINT and SIGKILL. */
  stop: number;
  /** Everything together. */
  total: number;
}

/** How a job ended, seen from inside the guest. */
export type JobEnd =
  | 'complete' // the tracer was stopped by us, or there was none and the workload ended
  | 'tracer-exit' // the tracer ended by itself before it was told to
  | 'setup-failed'
  | 'ready-timeout'
  | 'workload-timeout'
  | 'stop-timeout' // SIGINT ignored, SIGKILL used
  | 'flood'
  | 'total-timeout';

export interface JobReply {
  end: JobEnd;
  /** The ready marker was seen. */
  ready: boolean;
  setup: ProcessReport | null;
  tracer: ProcessReport | null;
  workload: ProcessReport | null;
  /** Warnings and worse that the guest kernel logged during the job. */
  kernelLog: string;
  milliseconds: number;
}

/** What came of a job. `fault` is set when the guest, not the program's logic, ended it; the reply may then be missing. */
export interface JobOutcome {
  reply: JobReply | null;
  fault?: GuestFault;
  /** One sentence with the evidence: last console lines, signal, deadline. */
  faultDetail?: string;
  /** Wall-clock seconds on the host, from hand-over to a clone until its end. */
  seconds: number;
  /** CPU seconds of the guest's process. */
  cpuSeconds: number;
}

/** What a guest is made of; results are valid only for it. */
export interface GuestIdentity {
  kernel: string;
  bpftrace: string;
  /** Hash of kernel, root file system and recipe. */
  image: string;
  accelerator: 'tcg' | 'kvm';
  /** Host paths of files that the guest's kernel provides. */
  vmlinuxHeader: string;
  vmlinuxBtf: string;
  /** Host folder with the guest's files: root file system, event formats, symbols. */
  tree: string;
  /** Folder with the guest's own C headers and libraries, for `clang --sysroot`. */
  sysroot: string;
  /** Folder with the tools (`*.bt`) that the guest's bpftrace package installs. */
  tools: string;
}

/** A set of guests; `run` may be called as often as wanted, at most `size` jobs run at the same time. */
export interface GuestPool {
  readonly size: number;
  readonly identity: GuestIdentity;
  run(job: Job, signal?: AbortSignal): Promise<JobOutcome>;
  close(): Promise<void>;
}
