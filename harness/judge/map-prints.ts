import type { OutputRecord } from '../../ken/kernel/observation.ts';

/** One print of one map: its entries at one moment. */
export interface MapPrint {
  map: string;
  entries: OutputRecord[];
}

/**
 * Map records grouped into prints, in order: entries of one print have the same sequence number. bpftrace prints every
 * map that is left at its end, so a map without an interval has one print.
 */
export function mapPrints(records: readonly OutputRecord[]): MapPrint[] {
  const prints: (MapPrint & { sequence: number })[] = [];
  for (const record of records) {
    if (record.source !== 'map') continue;
    const map = record.map ?? '';
    const open = prints.findLast((print) => print.map === map);
    if (open?.sequence === record.sequence) open.entries.push(record);
    else prints.push({ map, sequence: record.sequence, entries: [record] });
  }
  return prints.map(({ map, entries }) => ({ map, entries }));
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
