import { setTimeout as delay } from 'node:timers/promises';
import type { Job, Queue } from 'bullmq';
import { KenError } from '../../../ken/errors.ts';
import type { Cell, Plan } from '../../plan/plan.ts';
import { finishedCells } from '../../record/read-records.ts';
import type { CellRecord } from '../../record/record.ts';
import type { RunFolder } from '../../record/run-folder.ts';
import type { RunSummary } from '../execute-plan.ts';
import { coordinates, faultOf } from '../run-cell.ts';
import type { CellResult } from '../run-cell.ts';
import type { RunReporter } from '../run-reporter.ts';
import { announceRun, queueName, withdrawRun } from './announced-runs.ts';
import type { Announcement } from './announcement.ts';
import { cellJob, cellJobId, decodeCellResult, parseCellJob } from './cell-message.ts';
import { queuePrefix } from './connect.ts';
import type { QueueServer } from './connect.ts';
import { queueTiming } from './queue-timing.ts';
import type { QueueTiming } from './queue-timing.ts';

export interface QueueRunOptions {
  plan: Plan;
  run: RunFolder;
  server: QueueServer;
  announcement: Announcement;
  reporter: RunReporter;
  /** Aborted: no further cell is handed out; those in flight are waited for. */
  drain: AbortSignal;
  /** Aborted: leaves at once. Results of cells in flight stay on the queue for the next `ken run`. */
  abort: AbortSignal;
  /** As of a local run: stops after so many errors in a row. Default 8. */
  errorsInARow?: number;
  timing?: QueueTiming;
}

/**
 * Runs what the plan lacks on the workers of a queue. This process is the only one that writes the run folder: it puts
 * cells on the queue, takes results off it, and removes a result only when its record is on the disk. Whatever dies
 * meanwhile, a cell is on the queue, in a worker's hands with a lock that runs out, or recorded.
 */
export async function executeOnQueue(options: QueueRunOptions): Promise<RunSummary> {
  const { plan, run, server, announcement, reporter, drain, abort } = options;
  const timing = options.timing ?? queueTiming;
  const before = await finishedCells(run.path);
  const left = new Map(plan.cells.filter(({ key }) => before.get(key) !== 'done').map((cell) => [cell.key, cell]));
  const done = plan.cells.length - left.size;
  const summary: RunSummary = { planned: plan.cells.length, done, errors: 0, left: left.size };
  reporter.start({ ...summary });
  const { queue, closeLookOut, close } = await openQueue(server, announcement.run, timing);
  const tooMany = options.errorsInARow ?? 8;
  let errorsInARow = 0;
  let drained = false;
  try {
    const take = async (repeatErrors: boolean): Promise<number> => {
      const records = await takeResults(queue, run, plan, left);
      for (const record of records) {
        const isDone = record.status === 'done';
        if (isDone || !repeatErrors) {
          left.delete(record.key);
          summary.left = left.size;
          summary[isDone ? 'done' : 'errors'] += 1;
          errorsInARow = isDone ? 0 : errorsInARow + 1;
        }
        reporter.cellEnd(record, { ...summary });
      }
      return records.length;
    };
    // What arrived while nobody was here; cells that ended with an error are tried again, as by every resume.
    while (!abort.aborted && (await take(true)) > 0);
    if (left.size > 0 && !drain.aborted) {
      await handOut(queue, left.values(), timing);
      await announceRun(server.redis, announcement);
      reporter.note(`${left.size} cells on the queue; workers join with: ken worker --queue ${server.shown}`);
    }
    const watch = watchForWorkers(reporter);
    while (left.size > 0 && !abort.aborted) {
      const stopping = drain.aborted || errorsInARow >= tooMany;
      if (stopping) await queue.drain(true);
      const inFlight = await queue.getJobCounts('active', 'waiting', 'prioritized', 'delayed');
      const found = await take(false);
      const onQueue = Object.values(inFlight).reduce((sum, count) => sum + count, 0);
      if (found > 0) continue;
      if (stopping && onQueue === 0) {
        drained = true;
        break;
      }
      if (!stopping && onQueue === 0 && left.size > 0 && (await take(false)) === 0) {
        reporter.note('the queue lost its cells, perhaps Redis was started anew: they are put there again');
        await handOut(queue, left.values(), timing);
        await announceRun(server.redis, announcement);
      }
      watch(inFlight['active'] ?? 0, summary);
      await delay(timing.pollMilliseconds, undefined, { signal: abort }).catch(() => undefined);
    }
    if (left.size === 0 || drained) {
      // Its checks write the queue's settings again; and workers clear what they wrote once the run is withdrawn.
      await closeLookOut();
      await queue.obliterate({ force: true });
      await withdrawRun(server.redis, announcement.run);
    }
  } finally {
    await close();
  }
  if (errorsInARow >= tooMany && summary.left > 0) reporter.note(`stopped after ${errorsInARow} errors in a row`);
  reporter.end({ ...summary });
  return summary;
}

/** The run's queue, and a look-out for cells whose worker died: it works also while no worker is left. */
async function openQueue(
  server: QueueServer,
  run: string,
  timing: QueueTiming,
): Promise<{ queue: Queue; closeLookOut: () => Promise<void>; close: () => Promise<void> }> {
  const { Queue, Worker } = await import('bullmq');
  const shared = { connection: server.connection, prefix: queuePrefix };
  const queue = new Queue(queueName(run), { ...shared, skipMetasUpdate: true });
  const lookOut = new Worker(queueName(run), null, {
    ...shared,
    lockDuration: timing.lockMilliseconds,
    stalledInterval: timing.stalledMilliseconds,
    maxStalledCount: timing.lostWorkers,
  });
  // Both connect again by themselves; what was asked meanwhile waits.
  queue.on('error', () => undefined);
  lookOut.on('error', () => undefined);
  await lookOut.startStalledCheckTimer();
  return {
    queue,
    closeLookOut: () => lookOut.close(true),
    close: async () => {
      await lookOut.close(true);
      await queue.close();
    },
  };
}

/** Adds a job for each cell; one that is there already, in any state, stays as it is. */
async function handOut(queue: Queue, cells: Iterable<Cell>, timing: QueueTiming): Promise<void> {
  const batch = 500;
  const all = [...cells];
  for (let from = 0; from < all.length; from += batch) {
    await queue.addBulk(
      all.slice(from, from + batch).map(({ key }) => ({
        name: 'cell',
        data: cellJob(key),
        opts: {
          jobId: cellJobId(key),
          attempts: timing.tries,
          backoff: { type: 'exponential', delay: timing.retryMilliseconds },
        },
      })),
    );
  }
}

/** Records some of the results on the queue, then removes them; answers the new records. */
async function takeResults(
  queue: Queue,
  run: RunFolder,
  plan: Plan,
  left: ReadonlyMap<string, Cell>,
): Promise<CellRecord[]> {
  const records: CellRecord[] = [];
  for (const state of ['completed', 'failed'] as const) {
    for (const job of await queue.getJobs([state], 0, 19, true)) {
      const cell = left.get(parseCellJob(job.data));
      if (cell) {
        const { finished, transcript } =
          state === 'completed' ? sentResult(job, cell, plan) : lostCell(job, cell, plan);
        records.push(await run.finishCell(finished, transcript));
      }
      await job.remove();
    }
  }
  return records;
}

function sentResult(job: Job, cell: Cell, plan: Plan): CellResult {
  const { finished, transcript } = decodeCellResult(job.returnvalue, cell.key);
  // Where the cell stands in the plan is not for a worker to say.
  return { finished: { ...finished, ...coordinates(cell, plan, new Date(finished.finishedAt)) }, transcript };
}

/** A cell that took down its workers too often. */
function lostCell(job: Job, cell: Cell, plan: Plan): CellResult {
  const fault = new KenError('internal', `no worker could finish the cell: ${job.failedReason || 'no reason given'}`, {
    hint: 'look at what the workers printed; a cell that takes too much memory ends its worker',
  });
  return faultOf(cell, plan, fault, new Date(job.finishedOn ?? Date.now()));
}

/** Says it once when for a minute nobody has taken a cell. */
function watchForWorkers(reporter: RunReporter): (active: number, summary: RunSummary) => void {
  let quietSince = performance.now();
  let doneBefore = -1;
  let said = false;
  return (active, { done, errors }) => {
    if (active > 0 || done + errors !== doneBefore) quietSince = performance.now();
    doneBefore = done + errors;
    if (said || performance.now() - quietSince < 60_000) return;
    said = true;
    reporter.note('for a minute no worker has taken a cell: is one running, with this checkout and guest image?');
  };
}
