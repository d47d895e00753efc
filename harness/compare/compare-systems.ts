import type { Outcome } from '../record/record.ts';
import type { ReportCell, System } from '../report/report-data.ts';
import { pairedBootstrapDifference } from '../stats/bootstrap.ts';
import type { Estimate, ItemResult } from '../stats/bootstrap.ts';
import { holm } from '../stats/holm.ts';
import { mcnemarExact } from '../stats/mcnemar.ts';
import { minimalDetectableDifference } from '../stats/minimal-difference.ts';
import { countOutcomes } from '../stats/outcome-counts.ts';
import type { OutcomeCounts } from '../stats/outcome-counts.ts';
import { signFlipTest } from '../stats/sign-flip.ts';

/** One cell of each system, of the same case and trial, with different outcomes. */
export interface Flip {
  case: string;
  trial: number;
  first: Outcome;
  second: Outcome;
  /** Whether accuracy changed: the rest are changes between kinds of failure. */
  decisive: boolean;
}

export interface SystemComparison {
  first: Pick<System, 'configuration' | 'model' | 'framework'>;
  second: Pick<System, 'configuration' | 'model' | 'framework'>;
  counts: { first: OutcomeCounts; second: OutcomeCounts };
  /** Cells of the same case and trial that both systems decided. */
  pairs: number;
  /** Cells that have no partner, or whose partner was not decided. */
  unmatched: number;
  onlyFirst: number;
  onlySecond: number;
  /** Mean accuracy per case, second minus first; null without pairs. */
  difference: Estimate | null;
  test: 'mcnemar' | 'sign-flip';
  p: number;
  pHolm: number;
  /** With this many cases and trials and as many discordant cells; null when no difference would have been found. */
  detectable: number | null;
  flips: Flip[];
}

export interface CompareOptions {
  /** Of the bootstrap and of sign flips. */
  seed: number;
  /** Cases to leave out: those whose content differs between the runs. */
  changed?: ReadonlySet<string>;
}

/**
 * Compares pairs of systems on the cells that both decided. With one trial the test is McNemar's, exact; with repeats,
 * which are not independent, a sign-flip test on the means of the cases. Holm's correction is over the pairs given.
 */
export function compareSystems(
  pairs: readonly (readonly [System, System])[],
  { seed, changed = new Set() }: CompareOptions,
): SystemComparison[] {
  const compared = pairs.map(([first, second]) => compare(first, second, seed, changed));
  const adjusted = holm(compared.map(({ p }) => p));
  return compared.map((comparison, index) => ({ ...comparison, pHolm: adjusted[index] ?? 1 }));
}

function compare(
  first: System,
  second: System,
  seed: number,
  changed: ReadonlySet<string>,
): Omit<SystemComparison, 'pHolm'> {
  const kept = (cells: readonly ReportCell[]): ReportCell[] => cells.filter(({ record }) => !changed.has(record.case));
  const [left, right] = [kept(first.cells), kept(second.cells)];
  const partners = new Map(right.map((cell) => [cellId(cell), cell]));
  const both = left.flatMap((one) => {
    const other = partners.get(cellId(one));
    return other ? [{ one, other }] : [];
  });
  const decided = both.filter(({ one, other }) => isDecided(one) && isDecided(other));
  const flips = both
    .filter(({ one, other }) => one.outcome !== other.outcome)
    .map(({ one, other }): Flip => {
      const decisive = isDecided(one) && isDecided(other) && (one.outcome === 'A') !== (other.outcome === 'A');
      return { case: one.record.case, trial: one.record.trial, first: one.outcome, second: other.outcome, decisive };
    });
  const items = itemsOf(decided);
  const onlyFirst = flips.filter(({ decisive, first: outcome }) => decisive && outcome === 'A').length;
  const onlySecond = flips.filter(({ decisive, second: outcome }) => decisive && outcome === 'A').length;
  const repeated = items.length < decided.length;
  const means = items.map((item) => rate(item.second) - rate(item.first));
  return {
    first: name(first),
    second: name(second),
    counts: {
      first: countOutcomes(left.map(({ outcome }) => outcome)),
      second: countOutcomes(right.map(({ outcome }) => outcome)),
    },
    pairs: decided.length,
    unmatched: left.length + right.length - 2 * decided.length,
    onlyFirst,
    onlySecond,
    difference: pairedBootstrapDifference(
      items.map(({ first: one, second: other }) => ({ first: other, second: one })),
      { seed },
    ),
    test: repeated ? 'sign-flip' : 'mcnemar',
    p: repeated ? signFlipTest(means, seed) : mcnemarExact(onlyFirst, onlySecond),
    detectable:
      decided.length === 0
        ? null
        : minimalDetectableDifference({
            cases: items.length,
            trials: Math.max(1, Math.round(decided.length / items.length)),
            discordance: (onlyFirst + onlySecond) / decided.length,
          }),
    flips,
  };
}

interface Item {
  first: ItemResult;
  second: ItemResult;
}

function itemsOf(pairs: readonly { one: ReportCell; other: ReportCell }[]): Item[] {
  const items = new Map<string, Item>();
  for (const { one, other } of pairs) {
    const { first, second } = items.get(one.record.case) ?? {
      first: { successes: 0, total: 0 },
      second: { successes: 0, total: 0 },
    };
    items.set(one.record.case, { first: counted(first, one), second: counted(second, other) });
  }
  return [...items.values()];
}

function counted({ successes, total }: ItemResult, { outcome }: ReportCell): ItemResult {
  return { successes: successes + (outcome === 'A' ? 1 : 0), total: total + 1 };
}

function rate({ successes, total }: ItemResult): number {
  return successes / total;
}

function isDecided({ outcome }: ReportCell): boolean {
  return outcome !== 'unjudged' && outcome !== 'error';
}

function cellId({ record }: ReportCell): string {
  return JSON.stringify([record.case, record.trial]);
}

function name({ configuration, model, framework }: System): SystemComparison['first'] {
  return { configuration, model, framework };
}
