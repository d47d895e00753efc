import type { OutputRecord } from '../../ken/kernel/observation.ts';
import { counterValues } from './counter-values.ts';
import { lines } from './items.ts';
import { keyRecord, mapPrints } from './map-prints.ts';
import { mentions, type Want } from './matching.ts';
import { numberColumns } from './number-columns.ts';

/** Values that a program printed one after another, for questions about rates: one per interval. */
export interface IntervalSeries {
  /** `@ value`, `number 1 of 1 in 5 lines`. */
  where: string;
  values: number[];
}

/**
 * Candidate series per map (summed over the matching keys of each print) and per number column of printed lines. The
 * last print of a map is bpftrace's own at exit and covers less than an interval. An interval in which a cleared map
 * with keys was empty prints nothing and is not in the series.
 */
export function intervalSeries(records: readonly OutputRecord[], keyWants: readonly Want[] = []): IntervalSeries[] {
  const series = new Map<string, number[]>();
  for (const print of mapPrints(records)) {
    const moment = new Map<string, number>();
    for (const entry of print.entries) {
      const key = lines([keyRecord(entry)])[0];
      if (key === undefined || !keyWants.every((want) => mentions(key, want))) continue;
      for (const { name, value } of counterValues(entry)) {
        const where = `${print.map} ${name}`;
        moment.set(where, (moment.get(where) ?? 0) + value);
      }
    }
    for (const [where, value] of moment) series.set(where, [...(series.get(where) ?? []), value]);
  }
  const printed = lines(records.filter((record) => record.source !== 'map'));
  const matching = printed.filter((line) => keyWants.every((want) => mentions(line, want)));
  return [...[...series].map(([where, values]) => ({ where, values })), ...numberColumns(matching, keyWants)];
}
