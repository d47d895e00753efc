import type { Outcome } from '../record/record.ts';
import { wilsonInterval } from './wilson.ts';
import type { Interval } from './wilson.ts';

export interface OutcomeCounts extends Record<Outcome, number> {
  /** All of them. */
  cells: number;
  /** A + FP + FN: what shares are of. Unjudged cells and errors of the infrastructure are in no share. */
  decided: number;
  /** A of the decided, with its Wilson interval; null when nothing was decided. */
  accuracy: ({ value: number } & Interval) | null;
}

/** Counts outcomes; unjudged and error stay apart, and a share always comes with its counts. */
export function countOutcomes(outcomes: Iterable<Outcome>): OutcomeCounts {
  const counts: Record<Outcome, number> = { A: 0, FP: 0, FN: 0, unjudged: 0, error: 0 };
  let cells = 0;
  for (const outcome of outcomes) {
    counts[outcome] += 1;
    cells += 1;
  }
  const decided = counts.A + counts.FP + counts.FN;
  const interval = wilsonInterval(counts.A, decided);
  return { ...counts, cells, decided, accuracy: interval && { value: counts.A / decided, ...interval } };
}
