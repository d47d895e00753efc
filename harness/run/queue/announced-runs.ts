import type { Redis } from 'ioredis';
import { queuePrefix } from './connect.ts';
import type { Announcement } from './announcement.ts';

const runsKey = `${queuePrefix}:runs`;

/** Name of a run's queue: runs that share a server do not share cells. */
export function queueName(run: string): string {
  return `run-${run}`;
}

/** Makes a run known to the workers; again and again does no harm. */
export async function announceRun(redis: Redis, announcement: Announcement): Promise<void> {
  await redis.hset(runsKey, announcement.run, JSON.stringify(announcement));
}

/** Tells the workers that nothing more will come. */
export async function withdrawRun(redis: Redis, run: string): Promise<void> {
  await redis.hdel(runsKey, run);
}

/** Run -> text of its announcement, by the name of the run: the oldest first. */
export async function announcedRuns(redis: Redis): Promise<Map<string, string>> {
  const found = Object.entries(await redis.hgetall(runsKey));
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Removes the settings that a worker's last look at a queue may have written after the queue was removed. */
export async function forgetSettings(redis: Redis, run: string): Promise<void> {
  await redis.del(`${queuePrefix}:${queueName(run)}:meta`);
}
