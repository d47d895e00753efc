import { histograms, type Item } from '../../harness/judge/toolbox.ts';
import type { Bucket, OutputRecord } from '../../ken/kernel/observation.ts';

/** How often values of some size occurred, as one map entry or several entries of one map show it. */
export interface KeyedDistribution {
  map: string;
  /** The entry's key as text, without the slot where that is a part of the key. */
  key: string;
  /** Both ends included; only buckets that hold something. */
  buckets: Bucket[];
}

/** One consistent way to read all distributions of a run. */
export interface DistributionReading {
  how: string;
  distributions: KeyedDistribution[];
}

/**
 * Every sensible way to read the distributions that a program shows for different things (files, operations, processes):
 * histograms of bpftrace; raw values that are arrays of counters by power of two, starting at slot 0 or 1; counters under
 * a key whose last number is a value or the exponent of a power of two. Prints of one map at several times are cumulative
 * (the last counts) or start anew (the sum).
 */
export function distributionReadings(records: readonly OutputRecord[]): DistributionReading[] {
  const maps = records.filter(({ source }) => source === 'map');
  const printed = histograms(maps).map(({ map, key, buckets }) => ({ map, key, buckets: filled(buckets) }));
  const plain = maps.filter(({ buckets }) => buckets === undefined);
  const ways: DistributionReading[] = [
    { how: 'histograms', distributions: printed },
    ...[0, 1].map((first) => ({
      how: `arrays of counters from 2^${-first}`,
      distributions: plain.flatMap((record) => slotArray(record, first)),
    })),
    { how: 'counts of values', distributions: countsByNumber(plain, (number) => ({ min: number, max: number })) },
    ...[0, 1].map((first) => ({
      how: `counts by power of two from 2^${-first}`,
      distributions: countsByNumber(plain, (number) => powerOfTwo(number - first)),
    })),
  ];
  return ways
    .filter(({ distributions }) => distributions.length > 0)
    .flatMap(({ how, distributions }) => [
      { how: `${how}, last print`, distributions: perKey(distributions, (all) => all.at(-1)?.buckets ?? []) },
      { how: `${how}, sum of prints`, distributions: perKey(distributions, (all) => sumOfBuckets(all)) },
    ]);
}

/** All buckets of several distributions together. */
export function sumOfBuckets(distributions: readonly KeyedDistribution[]): Bucket[] {
  const sums = new Map<string, Bucket>();
  for (const bucket of distributions.flatMap(({ buckets }) => buckets)) {
    const id = `${bucket.min ?? ''}..${bucket.max ?? ''}`;
    sums.set(id, { ...bucket, count: bucket.count + (sums.get(id)?.count ?? 0) });
  }
  return [...sums.values()];
}

export const eventsOf = (buckets: readonly Bucket[]): number => buckets.reduce((sum, { count }) => sum + count, 0);

/** `[2048, 4095]: 7 [4096, 8191]: 2`, for evidence. */
export function describeBuckets(buckets: readonly Bucket[]): string {
  const shown = buckets.slice(0, 8).map(({ min, max, count }) => `[${min ?? ''}, ${max ?? ''}]: ${count}`);
  return shown.length > 0 ? shown.join(' ') : 'nothing';
}

/** Map and key as an item, so that `mentions` can look for names and numbers in them. */
export const labelOf = ({ map, key }: KeyedDistribution): Item => ({
  kind: 'map',
  text: `${map}[${key}]`,
  records: [],
  parts: [],
});

const filled = (buckets: readonly Bucket[]): Bucket[] => buckets.filter(({ count }) => count > 0);

function perKey(
  all: readonly KeyedDistribution[],
  merge: (same: KeyedDistribution[]) => Bucket[],
): KeyedDistribution[] {
  const groups = new Map<string, KeyedDistribution[]>();
  for (const distribution of all) {
    const id = `${distribution.map}[${distribution.key}]`;
    groups.set(id, [...(groups.get(id) ?? []), distribution]);
  }
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ ...first, buckets: merge(same) }] : [];
  });
}

/** Text behind the counters, as in `struct { u32 slots[27]; char comm[16]; }`, is no count. */
const mostEvents = 10_000_000;

function slotArray(record: OutputRecord, first: number): KeyedDistribution[] {
  const bytes = record.bytes;
  if (bytes === undefined || bytes.length < 32 || bytes.length > 1024) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = (width: number): number[] =>
    Array.from({ length: Math.floor(bytes.length / width) }, (_, slot) =>
      width === 4 ? view.getUint32(slot * 4, true) : Number(view.getBigUint64(slot * 8, true)),
    );
  const isCount = (value: number): boolean => value > 0 && value < mostEvents;
  const narrow = read(4);
  // Of small counters in 8 bytes every second half is empty.
  const isWide =
    bytes.length % 8 === 0 && narrow.length > 32 && narrow.every((value, at) => at % 2 === 0 || value === 0);
  const buckets = (isWide ? read(8) : narrow).flatMap((count, slot) =>
    isCount(count) ? [{ ...powerOfTwo(slot - first), count }] : [],
  );
  return buckets.length > 0 ? [{ map: record.map ?? '', key: keyText(record), buckets }] : [];
}

/** Slot 0 also holds the value 0. */
function powerOfTwo(exponent: number): { min: number; max: number } {
  return exponent <= 0 ? { min: 0, max: 1 } : { min: 2 ** exponent, max: 2 ** (exponent + 1) - 1 };
}

function countsByNumber(
  records: readonly OutputRecord[],
  rangeOf: (number: number) => { min: number; max: number },
): KeyedDistribution[] {
  const found = new Map<string, KeyedDistribution>();
  for (const record of records) {
    const count = Number(record.value);
    const slot = slotOfKey(record);
    if (slot === undefined || !Number.isInteger(count) || count <= 0 || slot.number > 2 ** 53) continue;
    const map = record.map ?? '';
    const id = `${map}[${slot.rest}]`;
    const known = found.get(id) ?? { map, key: slot.rest, buckets: [] };
    // Printed again: the later count replaces the earlier one.
    const bucket: Bucket = { ...rangeOf(slot.number), count };
    const others = known.buckets.filter(({ min, max }) => min !== bucket.min || max !== bucket.max);
    found.set(id, { ...known, buckets: [...others, bucket] });
  }
  return [...found.values()];
}

/** The last number of a key: of its text, or the last 4 bytes of a raw key (8, when their upper half is empty). */
function slotOfKey(record: OutputRecord): { number: number; rest: string } | undefined {
  const bytes = record.keyBytes;
  if (bytes === undefined) {
    const match = /^(?:(.*),\s*)?(\d{1,16})$/s.exec(record.key ?? '');
    return match ? { number: Number(match[2]), rest: match[1] ?? '' } : undefined;
  }
  if (bytes.length < 4 || bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const high = view.getUint32(bytes.length - 4, true);
  const isWide = bytes.length % 8 === 0 && high === 0;
  const number = isWide ? view.getUint32(bytes.length - 8, true) : high;
  return { number, rest: textOf(bytes.subarray(0, bytes.length - (isWide ? 8 : 4))) };
}

function keyText(record: OutputRecord): string {
  return record.keyBytes === undefined ? (record.key ?? '') : textOf(record.keyBytes);
}

/** A raw key's words, then its 4-byte integers. */
function textOf(bytes: Uint8Array): string {
  const words = Buffer.from(bytes)
    .toString('latin1')
    .split(/[^\x20-\x7e]+/)
    .filter((word) => word.length > 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const integers = Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => view.getUint32(at * 4, true));
  return [...words, ...integers].join(', ');
}
