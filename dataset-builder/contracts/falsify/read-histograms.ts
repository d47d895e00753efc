import { marks } from './tracing-script.ts';

/** Counts of one probe. */
export interface Histogram {
  /** Value (as the tracer prints it, modulo 2^64) -> times. */
  values: Map<bigint, number>;
  hits: number;
  dropped: number;
}

/** Reads the output of `readCommands`: probe number -> histogram. Probes that could not be armed are missing. */
export function readHistograms(text: string): Map<number, Histogram> {
  const found = new Map<number, Histogram>();
  let current: Histogram | null = null;
  for (const line of text.split('\n')) {
    if (line.startsWith(marks.begin)) {
      current = { values: new Map(), hits: 0, dropped: 0 };
      found.set(Number(line.slice(marks.begin.length)), current);
      continue;
    }
    if (!current) continue;
    const entry = /^\{ v:\s*(-?\d+|0x[\da-f]+)\s*\} hitcount:\s*(\d+)/.exec(line);
    if (entry) current.values.set(BigInt(entry[1] ?? '0'), Number(entry[2]));
    const total = /^\s*(Hits|Dropped):\s*(\d+)/.exec(line);
    // Of several histograms of one probe the one without a filter counts all.
    if (total?.[1] === 'Hits') current.hits = Math.max(current.hits, Number(total[2]));
    if (total?.[1] === 'Dropped') current.dropped += Number(total[2]);
  }
  return found;
}
