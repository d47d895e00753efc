/**
 * What the kernel gate says of a program: compile, load through the real eBPF verifier, attach every probe
 * (the paper's "eBPF verifier" box, section 3.6).
 */
export type GateStatus =
  | 'accepted' // compiled, loaded, and every probe of the program attached
  | 'compile-failed' // bpftrace's front end or clang refused it
  | 'rejected' // the kernel's verifier refused it
  | 'attach-failed' // loaded, and no probe could be attached
  | 'partially-attached' // some probes attached, others not
  | 'guest-fault'; // the guest died, hung or was flooded: nothing is known of the program

/** The last step that was reached. */
export type GateStage = 'compile' | 'verify' | 'attach' | 'done' | 'guest';

export interface ProbeReport {
  /** As the program names it: `kprobe:tcp_connect`, `tracepoint:sched:sched_switch`, or a libbpf program's name. */
  name: string;
  attached: boolean;
  /** The kernel's or the loader's reason when it did not attach. */
  reason?: string;
}

export interface GateResult {
  status: GateStatus;
  stage: GateStage;
  probes: ProbeReport[];
  /** Everything the tools printed, cut to 64 KiB. Hostile text. */
  log: string;
  /** The part of the log that a model can act on, at most about 2,000 characters. */
  diagnostic: string;
  /** What was changed in the text before it was compiled (dropped includes, added constants), one sentence each. */
  normalised: string[];
  /** Name of the fault when the status is `guest-fault`. */
  fault?: GuestFault;
  /** Version strings that a result is only valid for. */
  toolchain: Toolchain;
  /** Wall-clock seconds on the host, clone included. */
  seconds: number;
}

/** Faults of a guest, each with a test that provokes it. */
export type GuestFault =
  | 'output-flood'
  | 'panic'
  | 'power-off'
  | 'hang'
  | 'tracer-crash'
  | 'tracer-killed'
  | 'ignored-stop'
  | 'out-of-memory'
  | 'process-limit'
  | 'setup-failed'
  | 'protocol';

export interface Toolchain {
  /** `uname -r` of the guest. */
  kernel: string;
  bpftrace: string;
  /** Version of the host's clang; only for libbpf. */
  clang?: string;
  /** Hash of the guest image. */
  image: string;
}

/** One gate behind one interface, so that the loop can be tested without a guest. */
export interface Gate {
  check(program: { framework: 'bpftrace' | 'libbpf'; text: string }): Promise<GateResult>;
  close(): Promise<void>;
}
