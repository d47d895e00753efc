import type { ProgramFunction } from '../compile/compiled.ts';
import type { FinishedPath, SymbolicMark } from '../executor/exploration.ts';

/** A path on which an assert fails, and the events that led there. */
export interface Failure {
  /** Probes in the order in which they run; the assert is in the last one. */
  sequence: readonly ProgramFunction[];
  path: FinishedPath;
  mark: SymbolicMark;
}
