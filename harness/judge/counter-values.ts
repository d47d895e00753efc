import type { OutputRecord, Scalar } from '../../ken/kernel/observation.ts';
import { integers } from './raw-bytes.ts';

/** The numbers that a map entry holds, each with a name: what a counter may be read as. */
export interface CounterValue {
  /** 'value', 'events' (sum of a histogram's buckets), a field's name, or 'bytes+OFFSET' of a raw value. */
  name: string;
  value: number;
}

export function counterValues(record: OutputRecord): CounterValue[] {
  const found: CounterValue[] = [];
  const add = (name: string, value: Scalar | undefined): void => {
    const number = value === undefined ? undefined : toNumber(value);
    if (number !== undefined) found.push({ name, value: number });
  };
  add('value', record.value);
  if (record.buckets) add('events', eventsIn(record));
  for (const [name, value] of Object.entries(record.fields ?? {})) add(name, value);
  if (found.length === 0 && record.bytes && record.bytes.length <= 256) {
    if (record.bytes.length === 4) add('bytes+0', Number(integers(record.bytes, 4)[0] ?? 0n));
    integers(record.bytes, 8).forEach((value, index) => add(`bytes+${index * 8}`, Number(value)));
  }
  return found;
}

/** Number of events that a histogram holds. */
export function eventsIn(record: OutputRecord): number {
  return (record.buckets ?? []).reduce((sum, bucket) => sum + bucket.count, 0);
}

function toNumber(value: Scalar): number | undefined {
  if (typeof value === 'number') return value;
  return /^-?\d{1,20}$/.test(value) ? Number(value) : undefined;
}
