import type { Model } from '../terms/model.ts';
import type { Term } from '../terms/term.ts';

/** Decides whether Bool terms have a common model. */
export interface Solver {
  /**
   * Is there a model of all terms of `path`, and of `extra`? Consecutive calls whose paths share a prefix reuse the work
   * on it. Calls made at the same time are answered one after the other. Never throws for what the backend does: that is
   * an `unknown`. Throws `internal` after `close()`.
   */
  check(path: readonly Term[], extra?: Term): Promise<Answer>;
  /** Ends the backend: afterwards no thread and no child process is left. A check in progress becomes `unknown`. */
  close(): Promise<void>;
  readonly statistics: SolverStatistics;
}

/**
 * `sat` comes with a model under which every term asked about was found to hold. A timeout, a crash, a wrong model, a
 * report of a broken assertion or any output that is not understood is `unknown`, never one of the other two.
 */
export type Answer = { status: 'sat'; model: Model } | { status: 'unsat' } | { status: 'unknown'; reason: string };

export interface SolverStatistics {
  readonly backend: BackendName;
  /** Questions asked, and how many were answered without the backend: by simplification, or since asked before. */
  checks: number;
  trivial: number;
  repeated: number;
  sat: number;
  unsat: number;
  unknown: number;
  /** Wall-clock time in the backend, in total and of the longest question. */
  milliseconds: number;
  longestMilliseconds: number;
  /** Backends that were dropped because they failed, and because they had grown. */
  failures: number;
  recycled: number;
}

/** `z3-solver` is the WebAssembly build of the npm package, in a worker thread; `native` is `z3` of the PATH, as a child. */
export type BackendName = 'z3-solver' | 'native';

export interface SolverOptions {
  /**
   * `auto` (the default) is `native` where the PATH has a `z3`, with `z3-solver` for the questions that it does not know,
   * else `z3-solver` alone.
   */
  backend?: BackendName | 'auto';
  /** For one question; default 5,000. A backend that has not answered after half as long again and 300 ms is killed. */
  timeoutMilliseconds?: number;
  /** Above this a question is `unknown`; default 1,024. */
  memoryMegabytes?: number;
  /** After so many questions the backend is replaced by a fresh one; default 10,000. */
  checksPerBackend?: number;
}
