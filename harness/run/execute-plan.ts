import { KenError } from '../../ken/errors.ts';
import type { Plan } from '../plan/plan.ts';
import { finishedCells } from '../record/read-records.ts';
import type { RunFolder } from '../record/run-folder.ts';
import { CellOrder } from './cell-order.ts';
import type { CellRunner } from './cell-runner.ts';
import { runCell } from './run-cell.ts';
import type { RunReporter } from './run-reporter.ts';

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
  const order = new CellOrder(todo, (key) => before.get(key) === 'done');
  let errorsInARow = 0;
  const tooMany = options.errorsInARow ?? 8;

  const stops = (): boolean =>
    fatal !== null || errorsInARow >= tooMany || options.drain.aborted || options.abort.aborted;

  const work = async (): Promise<void> => {
    while (!stops()) {
      const cell = await order.next();
      if (!cell) return;
      let isDone = false;
      try {
        // Something may have happened while it waited for the cell before it.
        if (stops()) return;
        const result = await runCell(cell, options);
        if (!result) return;
        const record = await run.finishCell(result.finished, result.transcript);
        isDone = record.status === 'done';
        summary.left -= 1;
        summary[record.status === 'done' ? 'done' : 'errors'] += 1;
        errorsInARow = record.status === 'done' ? 0 : errorsInARow + 1;
        reporter.cellEnd(record, { ...summary });
      } catch (error) {
        fatal ??= error;
      } finally {
        order.ended(cell, isDone);
      }
    }
  };
  const workers = Math.max(1, Math.min(options.concurrency ?? runner.concurrency, todo.length));
  await Promise.all(Array.from({ length: workers }, work));
  if (fatal !== null)
    throw fatal instanceof Error ? fatal : new KenError('internal', 'a cell failed', { cause: fatal });
  if (errorsInARow >= tooMany && summary.left > 0) reporter.note(`stopped after ${errorsInARow} errors in a row`);
  if (order.held > 0 && !stops()) {
    reporter.note(`${order.held} cells that learn wait for one before them that is not done; the same command goes on`);
  }
  reporter.end({ ...summary });
  return summary;
}
