import type { OutputRecord } from '../../ken/kernel/observation.ts';

/** One print of one map: its entries at one moment. */
export interface MapPrint {
  map: string;
  entries: OutputRecord[];
}

/**
 * Map records grouped into prints, in order: neighbours of one map belong together until a key comes again.
 * bpftrace prints every map that is left at its end, so a map without an interval has one print.
 */
export function mapPrints(records: readonly OutputRecord[]): MapPrint[] {
  const prints: MapPrint[] = [];
  let previous: OutputRecord | undefined;
  let keys = new Set<string>();
  for (const record of records) {
    if (record.source === 'map') {
      const map = record.map ?? '';
      const key = keyOf(record);
      const current = prints.at(-1);
      if (current && previous?.source === 'map' && current.map === map && !keys.has(key)) current.entries.push(record);
      else {
        prints.push({ map, entries: [record] });
        keys = new Set();
      }
      keys.add(key);
    }
    previous = record;
  }
  return prints;
}

/** A map key as text; the raw bytes when there is no text. */
export function keyOf(record: OutputRecord): string {
  return record.key ?? (record.keyBytes ? Buffer.from(record.keyBytes).toString('hex') : '');
}

/** A map entry without its value: where key wants are looked for. */
export function keyRecord(record: OutputRecord): OutputRecord {
  const { source, sequence, map, key, keyBytes } = record;
  return {
    source,
    sequence,
    text: `${map ?? ''}[${key ?? ''}]`,
    ...(map === undefined ? {} : { map }),
    ...(key === undefined ? {} : { key }),
    ...(keyBytes === undefined ? {} : { keyBytes }),
  };
}
