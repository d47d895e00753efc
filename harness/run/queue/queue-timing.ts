/** How the queue deals with time. Both sides use the same values. */
export interface QueueTiming {
  /** Between two looks at the queue when nothing came. */
  pollMilliseconds: number;
  /** A worker that gives no sign of life for so long has lost its cell; living ones renew it at half of this. */
  lockMilliseconds: number;
  /** Between two looks for cells of workers that died. */
  stalledMilliseconds: number;
  /** Pause before a cell is tried again after an infrastructure failure; it doubles each time. */
  retryMilliseconds: number;
  /** Tries of a cell before an infrastructure failure becomes its record. */
  tries: number;
  /** How often a cell may lose its worker: one that kills every worker must not go round for ever. */
  lostWorkers: number;
}

export const queueTiming: QueueTiming = {
  pollMilliseconds: 300,
  lockMilliseconds: 60_000,
  stalledMilliseconds: 15_000,
  retryMilliseconds: 2_000,
  tries: 3,
  lostWorkers: 5,
};
