/** A set of integers as disjoint intervals in ascending order, both ends inside. Infinite ends stand for "unbounded". */
export type Intervals = readonly (readonly [low: number, high: number])[];

/** More are merged where the gap is smallest. */
const mostIntervals = 24;

export function single(value: number): Intervals {
  return [[value, value]];
}

export function between(low: number, high: number): Intervals {
  return low > high ? [] : [[low, high]];
}

export function union(a: Intervals, b: Intervals): Intervals {
  const sorted = [...a, ...b].sort((x, y) => x[0] - y[0]);
  const merged: [number, number][] = [];
  for (const [low, high] of sorted) {
    const last = merged.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  while (merged.length > mostIntervals) mergeClosest(merged);
  return merged;
}

export function intersect(a: Intervals, low: number, high: number): Intervals {
  return a.flatMap(([from, to]) => between(Math.max(from, low), Math.min(to, high)));
}

export function lowest(a: Intervals): number {
  return a[0]?.[0] ?? Infinity;
}

export function highest(a: Intervals): number {
  return a.at(-1)?.[1] ?? -Infinity;
}

/** Whether every value lies between the bounds. */
export function within(a: Intervals, low: number, high: number): boolean {
  return lowest(a) >= low && highest(a) <= high;
}

export function negate(a: Intervals): Intervals {
  return a.map(([low, high]) => [-high, -low] as const).reverse();
}

/** The number of values; infinite when unbounded. */
export function sizeOf(a: Intervals): number {
  return a.reduce((sum, [low, high]) => sum + high - low + 1, 0);
}

/** The values, when they are at most `most`. */
export function valuesOf(a: Intervals, most: number): number[] | null {
  if (sizeOf(a) > most) return null;
  return a.flatMap(([low, high]) => Array.from({ length: high - low + 1 }, (_, index) => low + index));
}

export function sameIntervals(a: Intervals, b: Intervals): boolean {
  return a.length === b.length && a.every(([low, high], index) => b[index]?.[0] === low && b[index][1] === high);
}

function mergeClosest(intervals: [number, number][]): void {
  let best = 1;
  let gap = Infinity;
  for (let index = 1; index < intervals.length; index++) {
    const distance = (intervals[index]?.[0] ?? 0) - (intervals[index - 1]?.[1] ?? 0);
    if (distance < gap) [gap, best] = [distance, index];
  }
  const left = intervals[best - 1];
  const right = intervals[best];
  if (left && right) intervals.splice(best - 1, 2, [left[0], right[1]]);
}
