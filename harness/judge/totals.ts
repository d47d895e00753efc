import type { OutputRecord } from '../../ken/kernel/observation.ts';
import { counterValues } from './counter-values.ts';
import { items, lines, type Item } from './items.ts';
import { keyOf, keyRecord } from './map-prints.ts';
import { itemsWith, mentions, type Want } from './matching.ts';
import { numberColumns } from './number-columns.ts';

/** One sensible way to read a total out of what was printed. */
export interface Reading {
  /**
   * `last`: cumulative prints, the final value. `sum`: each print starts anew (print and clear), or each line is one
   * event with an amount. `lines`: each report is one event.
   */
  how: 'last' | 'sum' | 'lines';
  /** `@bytes value`, `column 3 of 12 lines`, ... */
  where: string;
  total: number;
}

/**
 * Every sensible reading of "how many / how much for this key": counters and sums in maps (per map, and over all maps),
 * fields of statistics, events in histograms, numbers in printed lines and the number of reports itself. Key wants are
 * looked for in a map's key, or anywhere in a printed line. Without key wants: everything.
 *
 * An oracle asks whether some reading lies in the expected range; choose unusual amounts, so that no other reading can.
 */
export function totalsFor(records: readonly OutputRecord[], keyWants: readonly Want[] = []): Reading[] {
  const fromMaps = mapReadings(records, keyWants);
  const printed = records.filter((record) => record.source !== 'map');
  const matching = lines(printed).filter((line) => keyWants.every((want) => mentions(line, want)));
  const reports = itemsWith(items(printed), ...keyWants);
  const counted: Reading[] =
    reports.length > 0 ? [{ how: 'lines', where: 'number of reports', total: reports.length }] : [];
  return [...fromMaps, ...acrossMaps(fromMaps), ...lineReadings(matching, keyWants), ...counted];
}

/** The first reading between `min` and `max`, both included. */
export function readingWithin(readings: readonly Reading[], min: number, max: number): Reading | undefined {
  return readings.find((reading) => reading.total >= min && reading.total <= max);
}

/** Short list of readings for evidence, largest first. */
export function describeReadings(readings: readonly Reading[]): string {
  if (readings.length === 0) return 'no number is reported for it';
  const different = new Map(readings.map((reading) => [reading.total, reading]));
  const shown = [...different.values()].sort((a, b) => b.total - a.total).slice(0, 4);
  return shown.map((reading) => `${reading.total} (${reading.where}, ${reading.how})`).join('; ');
}

/** Values of one counter (map, name of the value), summed over the keys that match, per key in order of printing. */
function mapReadings(records: readonly OutputRecord[], keyWants: readonly Want[]): Reading[] {
  const counters = new Map<string, Map<string, number[]>>();
  for (const record of records) {
    if (record.source !== 'map' || !keyMatches(record, keyWants)) continue;
    for (const { name, value } of counterValues(record)) {
      const series = getOrAdd(counters, `${record.map ?? ''} ${name}`, () => new Map<string, number[]>());
      getOrAdd(series, keyOf(record), () => []).push(value);
    }
  }
  return [...counters].flatMap(([where, series]) => seriesReadings(where, [...series.values()]));
}

function seriesReadings(where: string, series: readonly number[][]): Reading[] {
  const last = sumOf(series.map((values) => values.at(-1) ?? 0));
  const sum = sumOf(series.map(sumOf));
  const readings: Reading[] = [{ how: 'last', where, total: last }];
  // The same value printed again and again is one standing total, never several amounts.
  const standing = series.every((values) => values.length > 1 && values.every((value) => value === values[0]));
  if (sum !== last && !standing) readings.push({ how: 'sum', where, total: sum });
  return readings;
}

/** A program may spread one question over several maps, one per hook. */
function acrossMaps(readings: readonly Reading[]): Reading[] {
  return (['last', 'sum'] as const).flatMap((how) => {
    const plain = readings.filter((reading) => / (value|bytes\+0|events)$/.test(reading.where));
    const maps = new Set(plain.map((reading) => reading.where));
    if (maps.size < 2) return [];
    const chosen = [...maps].map(
      (where) =>
        plain.find((reading) => reading.where === where && reading.how === how) ??
        plain.find((reading) => reading.where === where),
    );
    return [{ how, where: `all ${maps.size} maps`, total: sumOf(chosen.map((reading) => reading?.total ?? 0)) }];
  });
}

function lineReadings(matching: readonly Item[], keyWants: readonly Want[]): Reading[] {
  return numberColumns(matching, keyWants).flatMap(({ where, values }) => seriesReadings(where, [values]));
}

function keyMatches(record: OutputRecord, keyWants: readonly Want[]): boolean {
  const key = lines([keyRecord(record)])[0];
  return key !== undefined && keyWants.every((want) => mentions(key, want));
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
