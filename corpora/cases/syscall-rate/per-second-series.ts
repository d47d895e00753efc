import { lines, mapPrints, numberColumns, quoteText, type MapPrint } from '../../../harness/judge/toolbox.ts';
import { counterValues } from '../../../harness/judge/counter-values.ts';
import { integers } from '../../../harness/judge/raw-bytes.ts';
import type { OutputRecord } from '../../../ken/kernel/observation.ts';

/** Numbers that may be read as "this much in that second". */
export interface PerSecondSeries {
  /** `@syscalls, printed`, `@calls, kept by key`, `number 1 of 1 in 8 lines`. */
  where: string;
  /** `second` counts prints, or is the second that a key names. Ascending. */
  points: { second: number; value: number }[];
}

/**
 * Every global series in an output: a map printed again and again with one entry each time, a map that is keyed by
 * seconds and printed once, and the numbers in one position of printed lines. A map with several entries in one print is
 * a breakdown, not a global figure.
 */
export function perSecondSeries(records: readonly OutputRecord[]): PerSecondSeries[] {
  const prints = mapPrints(records);
  const maps = [...new Set(prints.map(({ map }) => map))].flatMap((map) => {
    const ofMap = prints.filter((print) => print.map === map);
    return [...printedSeries(map, ofMap), ...keptSeries(map, ofMap)];
  });
  const printed = numberColumns(lines(records.filter((record) => record.source !== 'map')));
  return [
    ...maps,
    ...printed.map(({ where, values }) => ({ where, points: values.map((value, second) => ({ second, value })) })),
  ].filter(({ points }) => points.length > 1);
}

/** `"@syscalls: 12 4700 3"`: the values, for evidence. */
export function describeSeries({ where, points }: PerSecondSeries): string {
  return quoteText(`${where}: ${points.map(({ value }) => value).join(' ')}`);
}

function printedSeries(map: string, prints: readonly MapPrint[]): PerSecondSeries[] {
  if (prints.some(({ entries }) => entries.length !== 1)) return [];
  const values = prints.flatMap(({ entries }) => entries.map(counterOf));
  const points = values.map((value, second) => ({ second, value: value ?? 0 }));
  return values.includes(undefined) ? [] : [{ where: `${map}, printed`, points }];
}

/** The last print of a map whose keys are all seconds: `1234`, or a time of day. */
function keptSeries(map: string, prints: readonly MapPrint[]): PerSecondSeries[] {
  const entries = prints.at(-1)?.entries ?? [];
  const points = entries.map((entry) => ({ second: secondOf(entry), value: counterOf(entry) }));
  const complete = points.filter(
    (point): point is { second: number; value: number } => point.second !== undefined && point.value !== undefined,
  );
  if (complete.length < entries.length) return [];
  return [{ where: `${map}, kept by key`, points: complete.sort((one, other) => one.second - other.second) }];
}

function secondOf({ key, keyBytes }: OutputRecord): number | undefined {
  const time = /\b(\d{1,2}):(\d{2}):(\d{2})\b/.exec(key ?? '');
  if (time) return Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3]);
  if (key !== undefined && /^\d{1,12}$/.test(key.trim())) return Number(key);
  const [number] = keyBytes && keyBytes.length <= 8 ? integers(keyBytes, keyBytes.length) : [];
  return number === undefined ? undefined : Number(number);
}

const counterOf = (entry: OutputRecord): number | undefined => counterValues(entry)[0]?.value;
