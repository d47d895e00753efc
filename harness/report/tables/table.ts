import type { Interval } from '../../stats/wilson.ts';

/** A value of a table, before any format has touched it. */
export type TableValue =
  | { kind: 'text'; text: string }
  | { kind: 'count'; value: number }
  /** A rate is never shown without its two counts. */
  | { kind: 'rate'; count: number; total: number; interval: Interval | null }
  | { kind: 'number'; value: number; digits: number; interval?: Interval }
  /** Nothing to show: not measured, or not defined. */
  | { kind: 'none' };

export interface Column {
  /** Short name for CSV and JSON. */
  name: string;
  label: string;
  /** Explains the column, for a tooltip. */
  note?: string;
  /** Left out on narrow screens: the heading or the notes say it too. */
  minor?: boolean;
}

export interface Table {
  /** `outcomes`, `latency`; unique in a report together with its group. */
  id: string;
  title: string;
  /** What a reader must know to read it right, one sentence each. */
  notes: string[];
  columns: Column[];
  rows: TableValue[][];
}

export const text = (value: string): TableValue => ({ kind: 'text', text: value });
export const count = (value: number): TableValue => ({ kind: 'count', value });
export const none: TableValue = { kind: 'none' };

export function number(value: number | null | undefined, digits: number, interval?: Interval): TableValue {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  return { kind: 'number', value, digits, ...(interval && { interval }) };
}
