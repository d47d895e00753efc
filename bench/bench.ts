import type { GuestPool } from '../ken/kernel/guest/job.ts';

/** One benchmark: runs in the pool, unless it says that it needs none, and returns the lines to print. */
export type Bench =
  | { name: string; guest?: true; run(pool: GuestPool): Promise<string[]> }
  | { name: string; guest: false; run(): Promise<string[]> };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? NaN) + high) / 2;
}

/** `median (minimum to maximum)` with two decimals. */
export function spread(values: readonly number[]): string {
  return `median ${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
}
