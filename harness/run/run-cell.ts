import { KenError } from '../../ken/errors.ts';
import type { Cell, Plan } from '../plan/plan.ts';
import { cellSeed } from '../record/cell-key.ts';
import { noSeconds } from '../record/record.ts';
import type { FinishedCell } from '../record/run-folder.ts';
import type { Transcript } from '../record/transcript.ts';
import type { CellOutcome, CellRunner } from './cell-runner.ts';
import { errorCause } from './error-cause.ts';

/** A cell that was run to its end, or to a fault of its surroundings: what `RunFolder.finishCell` takes. */
export interface CellResult {
  finished: FinishedCell;
  transcript: Omit<Transcript, 'v' | 'key'>;
}

export interface RunCellOptions {
  plan: Plan;
  runner: CellRunner;
  abort: AbortSignal;
  now?: () => Date;
}

/**
 * Runs one cell with the seed that follows from the run's seed and the cell's key; null when it was aborted. A fault of
 * the cell's surroundings is a result with its cause; one that would meet every cell (a full disk, a wrong file) is thrown.
 */
export async function runCell(cell: Cell, options: RunCellOptions): Promise<CellResult | null> {
  const { plan, runner, abort } = options;
  const now = options.now ?? (() => new Date());
  const seed = cellSeed(plan.experiment.seed, cell.key);
  let outcome: CellOutcome;
  try {
    outcome = await runner.run(cell, { seed, signal: abort });
  } catch (error) {
    if (abort.aborted) return null;
    return faultOf(cell, plan, error, now());
  }
  if (abort.aborted) return null;
  const { result, failure, transcript } = outcome;
  const place = coordinates(cell, plan, now());
  const finished: FinishedCell = failure
    ? {
        ...place,
        ...result,
        status: 'error',
        outcome: 'error',
        error: { cause: failure.cause, code: failure.cause, message: failure.message.slice(0, 500) },
      }
    : { ...place, ...result, status: 'done' };
  return { finished, transcript: { prompt: cell.case.prompt, ...transcript } };
}

/** The `error` result of a cell that ended with this fault. Throws the fault when it would meet every other cell too. */
export function faultOf(cell: Cell, plan: Plan, error: unknown, finishedAt: Date): CellResult {
  const cause = errorCause(error);
  if (cause === 'fatal') throw error;
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof KenError ? error.hint : undefined;
  const stack = error instanceof Error && !(error instanceof KenError) ? error.stack : undefined;
  return {
    finished: {
      ...coordinates(cell, plan, finishedAt),
      ...nothing,
      status: 'error',
      outcome: 'error',
      error: { cause, code: error instanceof KenError ? error.code : 'internal', message: message.slice(0, 500) },
    },
    transcript: {
      prompt: cell.case.prompt,
      attempts: [],
      verified: null,
      judge: null,
      error: { message, ...(hint !== undefined && { hint }), ...(stack !== undefined && { stack }) },
    },
  };
}

/** Where a cell stands in its plan, and when it ended: the part of a record that no runner decides. */
export function coordinates(cell: Cell, plan: Plan, finishedAt: Date) {
  return {
    key: cell.key,
    case: cell.case.id,
    framework: cell.configuration.framework,
    configuration: cell.configuration.name,
    model: cell.model.name,
    modelKind: cell.model.kind,
    trial: cell.trial,
    promptVersion: plan.promptVersion,
    finishedAt: finishedAt.toISOString(),
  };
}

const nothing = {
  gate: null,
  judgement: null,
  attempts: 0,
  verdict: null,
  seconds: noSeconds,
  tokens: null,
  recorded: false,
  programHash: null,
  toolchain: null,
};
