import { intervalSeries, mapPrints, quoteText, type IntervalSeries, type Want } from '../../harness/judge/toolbox.ts';
import { counterValues } from '../../harness/judge/counter-values.ts';
import { keyRecord } from '../../harness/judge/map-prints.ts';
import { items } from '../../harness/judge/items.ts';
import { mentions } from '../../harness/judge/matching.ts';
import { integers } from '../../harness/judge/raw-bytes.ts';
import { decimalsIn } from '../../harness/judge/text-tokens.ts';
import type { OutputRecord } from '../../ken/kernel/observation.ts';

/** An amount with its tolerance, both ends included. */
export interface AmountRange {
  min: number;
  max: number;
}

/**
 * Every reading of an output as "this much for the key in one interval after another": numbers that are printed again
 * and again, and a map that is printed once with the interval as a part of its key (put in order by the key).
 */
export function amountsPerInterval(records: readonly OutputRecord[], keyWants: readonly Want[]): IntervalSeries[] {
  return [...intervalSeries(records, keyWants), ...keptByKey(records, keyWants)].filter(
    ({ values }) => values.length > 1,
  );
}

/**
 * True when a workload's two bursts are in different intervals of the series: everything up to some interval is the first
 * burst, everything after it the second. Counters that are never cleared, double counting, a total of both and an
 * interval that is missing do not fit.
 */
export function showsTwoBursts(values: readonly number[], first: AmountRange, second: AmountRange): boolean {
  const total = values.reduce((sum, value) => sum + value, 0);
  let before = 0;
  return values.slice(0, -1).some((value) => {
    before += value;
    return within(before, first) && within(total - before, second);
  });
}

/** A count, and what a tolerant reader takes for it: 3 % and a few more or less. */
export function about(amount: number, few = 3): AmountRange {
  return { min: amount * 0.97 - few, max: amount * 1.03 + few };
}

/** The series with the most, for evidence: `"@irq value: 12 3 0 7"`. */
export function describeAmounts(series: readonly IntervalSeries[]): string {
  const largest = series.toSorted((one, other) => Math.max(...other.values) - Math.max(...one.values)).slice(0, 2);
  if (largest.length === 0) return 'no amounts of several intervals are shown';
  return largest.map(({ where, values }) => quoteText(`${where}: ${values.slice(0, 20).join(' ')}`)).join('; ');
}

const within = (amount: number, { min, max }: AmountRange): boolean => amount >= min && amount <= max;

function keptByKey(records: readonly OutputRecord[], keyWants: readonly Want[]): IntervalSeries[] {
  const last = new Map(mapPrints(records).map((print) => [print.map, print]));
  return [...last.values()].map(({ map, entries }) => {
    const matching = entries.filter((entry) =>
      items([keyRecord(entry)]).some((key) => keyWants.every((want) => mentions(key, want))),
    );
    const points = matching.map((entry) => ({ at: keyNumbers(entry), value: counterValues(entry)[0]?.value ?? 0 }));
    points.sort((one, other) => compare(one.at, other.at));
    return { where: `${map} by its key`, values: points.map(({ value }) => value) };
  });
}

function keyNumbers({ key, keyBytes }: OutputRecord): number[] {
  if (keyBytes === undefined || keyBytes.length % 4 !== 0) return decimalsIn((key ?? '').replaceAll(':', ' '));
  return integers(keyBytes, 4).map(Number);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
