import { anyOf, finding, itemsWith, quoteItems, type Finding, type Item } from '../../harness/judge/toolbox.ts';
import { integers } from '../../harness/judge/raw-bytes.ts';
import { decimalsIn } from '../../harness/judge/text-tokens.ts';
import { nanosecondsPer, unitsNamed, type Span, type TimeUnit } from './latencies.ts';

/** What must be reported: `count` reports that show the id (of a process, say) and each a time within the span. */
export interface ExpectedTimes {
  id: number;
  count: number;
  /** In nanoseconds, both ends included. */
  span: Span;
  /** `the zombie 24113 of 230 ms`, for the claim. */
  what: string;
}

/**
 * One finding for each id whose times are reported. The unit is the one that a report names, else any, but the same for
 * all reports; seconds need a fraction. Besides, there may be lines of another form that show the id.
 */
export function timesReported(all: readonly Item[], expected: readonly ExpectedTimes[]): Finding[] {
  return anyOf(
    ...(['ns', 'us', 'ms', 's'] as const).map((unit) => expected.map((times) => reportedIn(unit, all, times))),
  );
}

function reportedIn(unit: TimeUnit, all: readonly Item[], { id, count, span, what }: ExpectedTimes): Finding {
  const reports = itemsWith(all, id);
  const right = reports.filter((item) => showsTimeIn(unit, item, id, span));
  const forms = new Set(right.map(formOf));
  const wrong = reports.filter((item) => !right.includes(item) && forms.has(formOf(item)));
  return finding(
    right.length === count && wrong.length === 0,
    `${what} is reported ${count === 1 ? 'once' : `${count} times`} with its time`,
    reports.length === 0
      ? `nothing shows ${id}`
      : `${right.length} of ${reports.length} reports do: ${quoteItems(reports)}`,
  );
}

function showsTimeIn(unit: TimeUnit, item: Item, id: number, { min, max }: Span): boolean {
  const named = unitsNamed(item.text);
  if (named.length > 0 && !named.includes(unit)) return false;
  const factor = nanosecondsPer[unit];
  return numbersOf(item)
    .filter((value) => value !== id)
    .some((value) => {
      // A whole number stands for everything up to the next one, a fraction is rounded to the digits that are shown.
      const isWhole = Number.isInteger(value);
      if (isWhole && unit === 's') return value === 0 && min <= 0;
      const up = isWhole ? (value + 1) * factor : value * factor * 1.005;
      return up > min && value * factor * (isWhole ? 1 : 0.995) <= max;
    });
}

function numbersOf(item: Item): number[] {
  const raw = (item.bytes ?? []).flatMap((bytes) => [4, 8].flatMap((width) => integers(bytes, width).map(Number)));
  return raw.length > 0 ? raw : decimalsIn(item.text);
}

/** Reports that differ only in their numbers have one form. */
function formOf({ kind, text, bytes }: Item): string {
  return `${kind} ${bytes?.map(({ length }) => length).join(',') ?? ''} ${text.replace(/\d+/g, '#')}`;
}
