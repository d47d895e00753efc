import { KenError } from '../../ken/errors.ts';
import type { Cell, Plan } from '../plan/plan.ts';
import { cellSeed } from '../record/cell-key.ts';
import { finishedCells } from '../record/read-records.ts';
import type { CellRecord } from '../record/record.ts';
import type { FinishedCell, RunFolder } from '../record/run-folder.ts';
import type { CellOutcome, CellRunner } from './cell-runner.ts';
import { errorCause } from './error-cause.ts';
import type { RunReporter } from './run-reporter.ts';
import { noSeconds } from '../record/record.ts';

export interface ExecuteOptions {
  plan: Plan;
  run: RunFolder;
  runner: CellRunner;
  reporter: RunReporter;
  /** Aborted: no further cell is started. */
  drain: AbortSignal;
  /** Aborted: cells in flight end without a record, as if they had never been started. */
  abort: AbortSignal;
  concurrency?: number;
  /** Stops after so many errors in a row: an endpoint that is down will not come back by asking. Default 8. */
  errorsInARow?: number;
  now?: () => Date;
}

/** Counts of cells; `done + errors + left` is the plan. */
export interface RunSummary {
  planned: number;
  done: number;
  errors: number;
  left: number;
}

/**
 * Runs what the plan lacks: cells without a record, and cells whose last record is an `error`. Each cell is on the disk
 * before it is reported. A fault of the harness's surroundings becomes a record with its cause; a full disk or a wrong
 * file stops everything.
 */
export async function executePlan(options: ExecuteOptions): Promise<RunSummary> {
  const { plan, run, runner, reporter } = options;
  const before = await finishedCells(run.path);
  const todo = plan.cells.filter((cell) => before.get(cell.key) !== 'done');
  const summary = { planned: plan.cells.length, done: plan.cells.length - todo.length, errors: 0, left: todo.length };
  reporter.start({ ...summary });
  let fatal: unknown = null;
  let next = 0;
  let errorsInARow = 0;
  const tooMany = options.errorsInARow ?? 8;

  const work = async (): Promise<void> => {
    while (fatal === null && errorsInARow < tooMany && !options.drain.aborted && !options.abort.aborted) {
      const cell = todo[next];
      next += 1;
      if (!cell) return;
      try {
        const record = await runCell(cell, options);
        if (!record) return;
        summary.left -= 1;
        summary[record.status === 'done' ? 'done' : 'errors'] += 1;
        errorsInARow = record.status === 'done' ? 0 : errorsInARow + 1;
        reporter.cellEnd(record, { ...summary });
      } catch (error) {
        fatal ??= error;
      }
    }
  };
  const workers = Math.max(1, Math.min(options.concurrency ?? runner.concurrency, todo.length));
  await Promise.all(Array.from({ length: workers }, work));
  if (fatal !== null)
    throw fatal instanceof Error ? fatal : new KenError('internal', 'a cell failed', { cause: fatal });
  if (errorsInARow >= tooMany && summary.left > 0) reporter.note(`stopped after ${errorsInARow} errors in a row`);
  reporter.end({ ...summary });
  return summary;
}

/** Runs and records one cell; null when it was aborted. */
async function runCell(cell: Cell, options: ExecuteOptions): Promise<CellRecord | null> {
  const { plan, run, runner, abort } = options;
  const seed = cellSeed(plan.experiment.seed, cell.key);
  const now = options.now ?? (() => new Date());
  const prompt = cell.case.prompt;
  let outcome: CellOutcome;
  try {
    outcome = await runner.run(cell, { seed, signal: abort });
  } catch (error) {
    if (abort.aborted) return null;
    const cause = errorCause(error);
    if (cause === 'fatal') throw error;
    const message = error instanceof Error ? error.message : String(error);
    const failed: FinishedCell = {
      ...coordinates(cell, plan, now()),
      ...nothing,
      status: 'error',
      outcome: 'error',
      error: { cause, code: error instanceof KenError ? error.code : 'internal', message: message.slice(0, 500) },
    };
    const hint = error instanceof KenError ? error.hint : undefined;
    const stack = error instanceof Error && !(error instanceof KenError) ? error.stack : undefined;
    return run.finishCell(failed, {
      prompt,
      attempts: [],
      verified: null,
      judge: null,
      error: { message, ...(hint !== undefined && { hint }), ...(stack !== undefined && { stack }) },
    });
  }
  if (abort.aborted) return null;
  const { result, failure, transcript } = outcome;
  const finished: FinishedCell = failure
    ? {
        ...coordinates(cell, plan, now()),
        ...result,
        status: 'error',
        outcome: 'error',
        error: { cause: failure.cause, code: failure.cause, message: failure.message.slice(0, 500) },
      }
    : { ...coordinates(cell, plan, now()), ...result, status: 'done' };
  return run.finishCell(finished, { prompt, ...transcript });
}

function coordinates(cell: Cell, plan: Plan, finishedAt: Date) {
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
