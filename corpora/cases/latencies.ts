import { numberColumns, type Item } from '../../harness/judge/toolbox.ts';

/** A span of time in nanoseconds, both ends included. */
export interface Span {
  min: number;
  max: number;
}

export const nanosecondsPer = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 } as const;
export type TimeUnit = keyof typeof nanosecondsPer;

/** Units that a text names: `lat_us`, `12 ms`, `(usecs)`, `microseconds`. Seconds count only as a word or behind a number. */
export function unitsNamed(text: string): TimeUnit[] {
  return (Object.keys(unitNames) as TimeUnit[]).filter((unit) => unitNames[unit].test(text));
}

/** The units that a text allows: those that it names, else all but seconds (which need a fraction). */
export function unitsAllowed(text: string): TimeUnit[] {
  const named = unitsNamed(text);
  return named.length > 0 ? named : ['ns', 'us', 'ms'];
}

/**
 * True when the item shows a time within the span, rounded down to some unit: in any unit, or in the one that the item
 * names. A fraction may also be seconds. Raw bytes are read as integers of 4 and 8 bytes.
 */
export function showsTime(item: Item, span: Span): boolean {
  const values = numberColumns([item]).flatMap((column) => column.values);
  const units = unitsAllowed(item.text);
  return values.some((value) => {
    const isFraction = !Number.isInteger(value);
    const choices: TimeUnit[] = isFraction && unitsNamed(item.text).length === 0 ? [...units, 's'] : units;
    return choices.some((unit) => isWithin(value, isFraction ? 0 : 1, unit, span));
  });
}

/** A whole number stands for everything up to the next one. */
function isWithin(value: number, step: number, unit: TimeUnit, { min, max }: Span): boolean {
  const factor = nanosecondsPer[unit];
  // Fractions are rounded to the digits that are shown.
  const rounding = step === 0 ? 0.005 * value * factor : 0;
  return (value + step) * factor + rounding > min && value * factor - rounding <= max;
}

/** The span as numbers of one unit, rounded down. */
export function spanIn(unit: TimeUnit, { min, max }: Span): Span {
  const factor = nanosecondsPer[unit];
  return { min: Math.floor(min / factor), max: Math.floor(max / factor) };
}

const unitNames: Record<TimeUnit, RegExp> = {
  ns: /(?<![a-z])(?:ns|nsecs?|nanos|nanosec(?:ond)?s?)(?![a-z])/i,
  us: /(?<![a-z])(?:us|usecs?|µs|μs|micros|microsec(?:ond)?s?)(?![a-z])/i,
  ms: /(?<![a-z])(?:ms|msecs?|millis|millisec(?:ond)?s?)(?![a-z])/i,
  s: /(?<![a-z])(?:seconds?|secs?)(?![a-z])|\d ?s(?![a-z])/i,
};
