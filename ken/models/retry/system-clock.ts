import { setTimeout } from 'node:timers/promises';
import type { Clock } from './with-retries.ts';

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, { signal });
  },
};
