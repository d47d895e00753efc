import type { OutputRecord } from '../../ken/kernel/observation.ts';
import { quoteItems } from './evidence.ts';
import { items, type Item } from './items.ts';
import { itemsWith, type Want } from './matching.ts';
import type { Finding } from './oracle.ts';
import { describeReadings, readingWithin, totalsFor } from './totals.ts';

/** A finding by hand; the evidence is dropped when it holds. */
export function finding(holds: boolean, claim: string, evidence: string): Finding {
  return holds ? { holds, claim } : { holds, claim, evidence };
}

/** At least one item shows all wants. Evidence: the items that show most of them. */
export function reported(all: readonly Item[], claim: string, ...wants: readonly Want[]): Finding {
  return finding(itemsWith(all, ...wants).length > 0, claim, missing(all, wants));
}

/** Between `min` and `max` items show all wants (a count in a map is a matter for `totalWithin`). */
export function reportedTimes(
  all: readonly Item[],
  claim: string,
  times: { min: number; max: number },
  ...wants: readonly Want[]
): Finding {
  const found = itemsWith(all, ...wants);
  const holds = found.length >= times.min && found.length <= times.max;
  return finding(
    holds,
    claim,
    found.length === 0 ? missing(all, wants) : `${found.length} reports: ${quoteItems(found)}`,
  );
}

/** No item shows all wants: for decoys. */
export function notReported(all: readonly Item[], claim: string, ...wants: readonly Want[]): Finding {
  const found = itemsWith(all, ...wants);
  return finding(found.length === 0, claim, `${found.length} reports: ${quoteItems(found)}`);
}

/** Some sensible reading of the total for the key lies between `min` and `max`. */
export function totalWithin(
  records: readonly OutputRecord[],
  claim: string,
  range: { min: number; max: number },
  ...keyWants: readonly Want[]
): Finding {
  const readings = totalsFor(records, keyWants);
  const holds = readingWithin(readings, range.min, range.max) !== undefined;
  return finding(holds, claim, `expected ${range.min} to ${range.max}: ${describeReadings(readings)}`);
}

/** All findings of `alternatives[i]` hold for some i; otherwise the alternative with the fewest that fail. */
export function anyOf(...alternatives: readonly (readonly Finding[])[]): Finding[] {
  const failures = (findings: readonly Finding[]): number => findings.filter(({ holds }) => !holds).length;
  return [...(alternatives.toSorted((a, b) => failures(a) - failures(b))[0] ?? [])];
}

/** Everything that was printed, as items; shorthand for oracles. */
export const itemsOf = (observation: { records: readonly OutputRecord[] }): Item[] => items(observation.records);

function missing(all: readonly Item[], wants: readonly Want[]): string {
  if (all.length === 0) return 'the tracer printed nothing';
  for (let kept = wants.length - 1; kept > 0; kept--) {
    const near = itemsWith(all, ...wants.slice(0, kept));
    if (near.length > 0)
      return `not shown: ${wants.slice(kept).map(describeWant).join(', ')}; seen: ${quoteItems(near)}`;
  }
  return `not shown: ${wants.map(describeWant).join(', ')}; ${all.length} items printed, the last: ${quoteItems(all.slice(-2))}`;
}

function describeWant(want: Want): string {
  if (Array.isArray(want)) return want.map((part: Want) => describeWant(part)).join(' or ');
  return String(want);
}
