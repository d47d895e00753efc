import type { Bucket, OutputRecord } from '../../ken/kernel/observation.ts';
import { eventsIn } from './counter-values.ts';
import { lines } from './items.ts';
import { keyRecord } from './map-prints.ts';
import { mentions, type Want } from './matching.ts';

/** One printed histogram. */
export interface Histogram {
  map: string;
  key: string;
  buckets: Bucket[];
  /** Sum of the buckets' counts. */
  events: number;
}

/** Histograms whose map name or key shows every want, in order of printing. */
export function histograms(records: readonly OutputRecord[], keyWants: readonly Want[] = []): Histogram[] {
  return records
    .filter((record) => record.source === 'map' && record.buckets !== undefined)
    .filter((record) => {
      const key = lines([keyRecord(record)])[0];
      return key !== undefined && keyWants.every((want) => mentions(key, want));
    })
    .map((record) => ({
      map: record.map ?? '',
      key: record.key ?? '',
      buckets: record.buckets ?? [],
      events: eventsIn(record),
    }));
}

/** How many events fall in buckets that overlap the range, both ends included. */
export function eventsBetween(histogram: Histogram, min: number, max: number): number {
  return histogram.buckets
    .filter((bucket) => (bucket.min ?? -Infinity) <= max && (bucket.max ?? Infinity) >= min)
    .reduce((sum, bucket) => sum + bucket.count, 0);
}
