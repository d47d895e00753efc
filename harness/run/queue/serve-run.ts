import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from 'bullmq';
import { KenError } from '../../../ken/errors.ts';
import type { Plan } from '../../plan/plan.ts';
import type { CellRunner } from '../cell-runner.ts';
import { runCell } from '../run-cell.ts';
import { queueName } from './announced-runs.ts';
import { encodeCellResult, parseCellJob } from './cell-message.ts';
import { queuePrefix } from './connect.ts';
import type { QueueServer } from './connect.ts';
import type { QueueTiming } from './queue-timing.ts';

export interface ServeOptions {
  server: QueueServer;
  /** Name of the run. */
  run: string;
  plan: Plan;
  runner: CellRunner;
  timing: QueueTiming;
  /** Aborted: no further cell is taken. */
  drain: AbortSignal;
  /** Aborted: cells in flight go back to the queue. */
  abort: AbortSignal;
  /** Asked while this worker has nothing to do: true ends the service. */
  mayLeave: () => Promise<boolean>;
  note: (text: string) => void;
}

/**
 * Takes cells of one run off its queue, runs them and sends the results back. An infrastructure failure gives the cell
 * another try, here or elsewhere; the last one is sent as the cell's result. A fault that would meet every cell on this
 * machine is thrown, after its cell went back to the queue. Answers how many results were sent.
 */
export async function serveRun(options: ServeOptions): Promise<number> {
  const { server, plan, runner, timing, drain, abort, mayLeave, note } = options;
  const { Worker, WaitingError } = await import('bullmq');
  const cells = new Map(plan.cells.map((cell) => [cell.key, cell]));
  const broken = new AbortController();
  const stop = AbortSignal.any([drain, abort, broken.signal]);
  let inFlight = 0;
  let sent = 0;

  const giveBack = async (job: Job, token: string): Promise<never> => {
    await job.moveToWait(token);
    throw new WaitingError();
  };
  const work = async (job: Job, token: string): Promise<object> => {
    if (stop.aborted) return giveBack(job, token);
    const cell = cells.get(parseCellJob(job.data));
    if (!cell) throw new KenError('internal', `the plan has no cell ${parseCellJob(job.data)}`);
    const result = await runCell(cell, { plan, runner, abort }).catch(async (error: unknown) => {
      broken.abort(error);
      return giveBack(job, token);
    });
    if (!result) return giveBack(job, token);
    const { error } = result.finished;
    if (error && job.attemptsMade + 1 < timing.tries) {
      note(`${cell.case.id} · ${cell.configuration.name} · ${cell.model.name}: ${error.message}; tried again`);
      throw new Error(error.message);
    }
    return encodeCellResult(result);
  };
  const worker = new Worker(
    queueName(options.run),
    async (job: Job, token?: string) => {
      inFlight += 1;
      try {
        return await work(job, token ?? '');
      } finally {
        inFlight -= 1;
      }
    },
    {
      connection: server.connection,
      prefix: queuePrefix,
      concurrency: runner.concurrency,
      lockDuration: timing.lockMilliseconds,
      stalledInterval: timing.stalledMilliseconds,
      maxStalledCount: timing.lostWorkers,
      drainDelay: 1,
      runRetryDelay: 1000,
    },
  );
  worker.on('completed', () => (sent += 1));
  // A cell that another worker took over meanwhile, or a server that is away: neither loses a cell.
  worker.on('error', (error) => note(error.message));
  try {
    while (!stop.aborted && !(inFlight === 0 && (await mayLeave()))) {
      await delay(timing.pollMilliseconds, undefined, { signal: stop }).catch(() => undefined);
    }
  } finally {
    await worker.close();
  }
  if (broken.signal.aborted) throw asError(broken.signal.reason);
  return sent;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new KenError('internal', 'a cell failed', { cause: reason });
}
