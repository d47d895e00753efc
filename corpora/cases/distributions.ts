import { histograms, mapPrints, type Histogram } from '../../harness/judge/toolbox.ts';
import { integers } from '../../harness/judge/raw-bytes.ts';
import type { Bucket, OutputRecord } from '../../ken/kernel/observation.ts';

/** One way to read an output as the distribution of some quantity over the whole run. */
export interface Distribution {
  /** `@usecs, last print`, `slots, 4-byte slots`. */
  where: string;
  /** Sorted, each range once, empty ones left out. */
  buckets: Bucket[];
}

/**
 * Every sensible reading of an output as a distribution: bpftrace's histograms (all keys of a map together; the last
 * print, or the sum of prints that start anew) and what BPF C keeps: an array of power-of-two slots, in one value or
 * with the slot's number in the key. Slot i holds 2^i to 2^(i+1) - 1, or, in another custom, 2^(i-1) to 2^i - 1.
 */
export function distributions(records: readonly OutputRecord[]): Distribution[] {
  const prints = mapPrints(records.filter(({ source }) => source === 'map'));
  return [...new Set(prints.map(({ map }) => map))].flatMap((map) => {
    const ofMap = prints.filter((print) => print.map === map).map(({ entries }) => entries);
    return [
      ...printedHistograms(map, ofMap),
      ...slotsInKeys(map, ofMap.at(-1) ?? []),
      ...slotsInValues(map, ofMap.at(-1) ?? []),
    ];
  });
}

/** Events in buckets that overlap the range, both ends included. */
export function countBetween({ buckets }: Distribution, min: number, max: number): number {
  return buckets
    .filter((bucket) => (bucket.min ?? -Infinity) <= max && (bucket.max ?? Infinity) >= min)
    .reduce((sum, { count }) => sum + count, 0);
}

/** `"@usecs: 0..1 12; 2..3 7"`: the fullest buckets, for evidence. */
export function describeDistribution({ where, buckets }: Distribution): string {
  const fullest = buckets.toSorted((one, other) => other.count - one.count).slice(0, 6);
  return `${where}: ${fullest.map(({ min, max, count }) => `${min ?? ''}..${max ?? ''} ${count}`).join('; ')}`;
}

function printedHistograms(map: string, prints: readonly OutputRecord[][]): Distribution[] {
  const perPrint = prints.map((entries) => histograms(entries)).filter((found) => found.length > 0);
  if (perPrint.length === 0) return [];
  const last = { where: `${map}, last print`, buckets: merge(perPrint.at(-1) ?? []) };
  return perPrint.length === 1 ? [last] : [last, { where: `${map}, all prints`, buckets: merge(perPrint.flat()) }];
}

function merge(several: readonly Pick<Histogram, 'buckets'>[]): Bucket[] {
  const byRange = new Map<string, Bucket>();
  for (const { min, max, count } of several.flatMap(({ buckets }) => buckets)) {
    const range = `${min ?? ''}..${max ?? ''}`;
    const known = byRange.get(range)?.count ?? 0;
    byRange.set(range, {
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      count: known + count,
    });
  }
  return [...byRange.values()]
    .filter(({ count }) => count > 0)
    .sort((one, other) => (one.min ?? -Infinity) - (other.min ?? -Infinity));
}

const mostSlots = 64;

/** `slots[i]` with the slot's number as (a part of) the key and a counter as the value. */
function slotsInKeys(map: string, entries: readonly OutputRecord[]): Distribution[] {
  const rows = entries.flatMap((entry) => {
    const [count] = [...(entry.bytes ? integers(entry.bytes, entry.bytes.length === 4 ? 4 : 8) : [])];
    return entry.keyBytes && count !== undefined
      ? [{ key: integers(entry.keyBytes, 4).map(Number), count: Number(count) }]
      : [];
  });
  return (rows[0]?.key ?? []).flatMap((_, position) => {
    const slots = rows.map(({ key, count }) => ({ slot: key[position] ?? mostSlots, count }));
    if (slots.length < 2 || slots.some(({ slot }) => slot >= mostSlots)) return [];
    return readSlots(`${map}, slot in the key`, slots);
  });
}

/** A value that is, or holds, an array of counters. */
function slotsInValues(map: string, entries: readonly OutputRecord[]): Distribution[] {
  return [4, 8].flatMap((width) => {
    const counters = entries.flatMap(({ bytes }) =>
      bytes && bytes.length >= 8 * width ? [integers(bytes, width).map(Number)] : [],
    );
    const slots = counters.flatMap((values) => values.slice(0, mostSlots).map((count, slot) => ({ slot, count })));
    return slots.length === 0 ? [] : readSlots(`${map}, ${width}-byte slots`, slots);
  });
}

function readSlots(where: string, slots: readonly { slot: number; count: number }[]): Distribution[] {
  return [0, 1].map((shift) => ({
    where,
    buckets: merge([
      {
        buckets: slots.map(({ slot, count }) => ({
          min: slot - shift <= 0 ? 0 : 2 ** (slot - shift),
          max: slot - shift < 0 ? 0 : 2 ** (slot - shift + 1) - 1,
          count,
        })),
      },
    ]),
  }));
}
