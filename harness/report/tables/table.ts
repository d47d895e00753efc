import type { Interval } from '../../stats/wilson.ts';
import { wilsonInterval } from '../../stats/wilson.ts';
import type { ReportCell } from '../report-data.ts';

/** A value of a table, before any format has touched it. */
export type TableValue =
  | { kind: 'text'; text: string }
  /** `cells`: those that were counted, so that a reader can look at them. */
  | { kind: 'count'; value: number; cells?: readonly ReportCell[] }
  /** A rate is never shown without its two counts. `cells`: those of the first. */
  | { kind: 'rate'; count: number; total: number; interval: Interval | null; cells?: readonly ReportCell[] }
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

/** How many cells there are, with a way to them. */
export const countOf = (cells: readonly ReportCell[]): TableValue => ({ kind: 'count', value: cells.length, cells });

/** A share with its 95 % Wilson interval. */
export function rate(part: number, total: number): TableValue {
  return { kind: 'rate', count: part, total, interval: wilsonInterval(part, total) };
}

/** The share that `part` is of so many cells, with a way to its cells. */
export function rateOf(part: readonly ReportCell[], total: number): TableValue {
  return { kind: 'rate', count: part.length, total, interval: wilsonInterval(part.length, total), cells: part };
}

export const none: TableValue = { kind: 'none' };

export function number(value: number | null | undefined, digits: number, interval?: Interval): TableValue {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  return { kind: 'number', value, digits, ...(interval && { interval }) };
}
