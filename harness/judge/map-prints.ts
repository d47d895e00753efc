import type { OutputRecord } from '../../ken/kernel/observation.ts';

/** One print of one map: its entries at one moment. */
export interface MapPrint {
  map: string;
  entries: OutputRecord[];
}

/**
 * Map records grouped into prints, in order: entries of one print have the same sequence number. Where every entry has a
 * number of its own, neighbours of one map are a print until a key comes again. bpftrace prints every map that is left
 * at its end, so a map without an interval has one print.
 */
export function mapPrints(records: readonly OutputRecord[]): MapPrint[] {
  const numbered = records.some((record, index) => index > 0 && sharesPrint(record, records[index - 1]));
  const prints: (MapPrint & { keys: Set<string> })[] = [];
  records.forEach((record, index) => {
    if (record.source !== 'map') return;
    const before = records[index - 1];
    const open = prints.at(-1);
    const key = keyOf(record);
    const continues = numbered
      ? sharesPrint(record, before)
      : before?.source === 'map' && before.map === record.map && !open?.keys.has(key);
    if (open && continues) {
      open.entries.push(record);
      open.keys.add(key);
    } else prints.push({ map: record.map ?? '', entries: [record], keys: new Set([key]) });
  });
  return prints.map(({ map, entries }) => ({ map, entries }));
}

function sharesPrint(record: OutputRecord, before: OutputRecord | undefined): boolean {
  return record.source === 'map' && before?.sequence === record.sequence && before.map === record.map;
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
