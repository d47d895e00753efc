import { setTimeout as delay } from 'node:timers/promises';
import { KenError, quote } from '../../../ken/errors.ts';
import type { Plan } from '../../plan/plan.ts';
import type { CellRunner } from '../cell-runner.ts';
import { announcedRuns, forgetSettings, queueName } from './announced-runs.ts';
import { parseAnnouncement } from './announcement.ts';
import type { Announcement } from './announcement.ts';
import { queuePrefix } from './connect.ts';
import type { QueueServer } from './connect.ts';
import { queueTiming } from './queue-timing.ts';
import type { QueueTiming } from './queue-timing.ts';
import { serveRun } from './serve-run.ts';

/** A run as this machine can work on it. */
export interface ReadyRun {
  plan: Plan;
  runner: CellRunner;
}

export interface WorkOptions {
  server: QueueServer;
  /** Opens what the run's cells need here; a `KenError('config')` when this machine is not fit for it. */
  open: (announcement: Announcement) => Promise<ReadyRun>;
  /** Only this run. */
  run?: string;
  drain: AbortSignal;
  abort: AbortSignal;
  note: (text: string) => void;
  timing?: QueueTiming;
}

/**
 * Works on the announced runs, one at a time, the oldest with waiting cells first, until it is told to stop. A run that
 * this machine is not fit for is said once and left to others; when it is the one that was asked for, that is thrown.
 */
export async function workOnQueue(options: WorkOptions): Promise<void> {
  const { server, open, drain, abort, note } = options;
  const timing = options.timing ?? queueTiming;
  const unfit = new Set<string>();
  let waitingSaid = false;
  while (!drain.aborted && !abort.aborted) {
    const next = await nextRun(server, unfit, options.run);
    if (!next) {
      if (!waitingSaid) note(`waiting for ${options.run === undefined ? 'a run' : `run ${quote(options.run)}`}`);
      waitingSaid = true;
      await delay(timing.pollMilliseconds, undefined, { signal: drain }).catch(() => undefined);
      continue;
    }
    waitingSaid = false;
    const ready = await openOrRefuse(next, options.run !== undefined, open, (text) => {
      unfit.add(next.text);
      note(text);
    });
    if (!ready) continue;
    note(`working on run ${next.run}, ${ready.runner.concurrency} cells at a time`);
    try {
      const { plan, runner } = ready;
      const mayLeave = async (): Promise<boolean> => {
        const announced = await announcedRuns(server.redis);
        const isOver = announced.get(next.run) !== next.text;
        if (isOver) return true;
        return (await workOf(server, next.run)) !== 'waiting' && (await othersWait(server, unfit, next.run));
      };
      const sent = await serveRun({ server, run: next.run, plan, runner, timing, drain, abort, mayLeave, note });
      note(`left run ${next.run} after ${sent} cells`);
      if (!(await announcedRuns(server.redis)).has(next.run)) await forgetSettings(server.redis, next.run);
    } finally {
      await ready.runner.close();
    }
  }
}

interface AnnouncedRun {
  run: string;
  text: string;
}

async function openOrRefuse(
  next: AnnouncedRun,
  wasAskedFor: boolean,
  open: WorkOptions['open'],
  refuse: (text: string) => void,
): Promise<ReadyRun | null> {
  try {
    return await open(parseAnnouncement(next.text));
  } catch (error) {
    const isOfThisRun = error instanceof KenError && (error.code === 'config' || error.code === 'usage');
    if (wasAskedFor || !isOfThisRun) throw error;
    refuse([error.message, ...(error.hint === undefined ? [] : [error.hint])].join('\n  '));
    return null;
  }
}

/** The oldest run with waiting cells, else the oldest whose cells are all in somebody's hands: they may be dead hands. */
async function nextRun(
  server: QueueServer,
  unfit: ReadonlySet<string>,
  only: string | undefined,
): Promise<AnnouncedRun | null> {
  let inHands: AnnouncedRun | null = null;
  for (const [run, text] of await announcedRuns(server.redis)) {
    if (unfit.has(text) || (only !== undefined && run !== only)) continue;
    const work = await workOf(server, run);
    if (work === 'waiting') return { run, text };
    if (work === 'in hands') inHands ??= { run, text };
  }
  return inHands;
}

async function othersWait(server: QueueServer, unfit: ReadonlySet<string>, own: string): Promise<boolean> {
  for (const [run, text] of await announcedRuns(server.redis)) {
    if (run !== own && !unfit.has(text) && (await workOf(server, run)) === 'waiting') return true;
  }
  return false;
}

async function workOf(server: QueueServer, run: string): Promise<'waiting' | 'in hands' | 'none'> {
  const key = (list: string): string => `${queuePrefix}:${queueName(run)}:${list}`;
  const { redis } = server;
  const [waiting, delayed, active] = await Promise.all([
    redis.llen(key('wait')),
    redis.zcard(key('delayed')),
    redis.llen(key('active')),
  ]);
  return waiting + delayed > 0 ? 'waiting' : active > 0 ? 'in hands' : 'none';
}
