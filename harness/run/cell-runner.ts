import type { Cell } from '../plan/plan.ts';
import type { ErrorCause } from '../record/record.ts';
import type { FinishedCell } from '../record/run-folder.ts';
import type { Transcript } from '../record/transcript.ts';

/** What came of a cell that was run to its end; the scheduler adds key, coordinates and time. */
export interface CellOutcome {
  result: Pick<
    FinishedCell,
    | 'outcome'
    | 'gate'
    | 'verdict'
    | 'judgement'
    | 'attempts'
    | 'seconds'
    | 'tokens'
    | 'resources'
    | 'recorded'
    | 'programHash'
    | 'toolchain'
  >;
  transcript: Omit<Transcript, 'v' | 'key' | 'prompt'>;
  /** The infrastructure failed after a program was there: recorded as `error` with all that is known, and repeated. */
  failure?: { cause: ErrorCause; message: string };
}

/** Runs one cell: synthesise, then judge. Behind an interface, so that scheduling is tested without guest and model. */
export interface CellRunner {
  /** Cells that it can run at the same time: the size of the guest pool. */
  readonly concurrency: number;
  /** Throws when something outside the system under test failed; that is recorded as `error` and repeated by a resume. */
  run(cell: Cell, context: { seed: number; signal: AbortSignal }): Promise<CellOutcome>;
  close(): Promise<void>;
}
