import Table from 'cli-table3';
import { visibleLine } from '../report/escape/visible.ts';
import type { OutcomeCounts } from '../stats/outcome-counts.ts';
import type { SystemComparison } from './compare-systems.ts';

/** The text of `ken compare`: counts of each side, differences with their tests, flipped cases. */
export function formatComparison(comparisons: readonly SystemComparison[]): string {
  const counts = table(['system', 'cells', 'A', 'FP', 'FN', 'unjudged', 'error', 'A of decided']);
  for (const { first, second, counts: sides } of comparisons) {
    counts.push(countRow(`first   ${label(first)}`, sides.first), countRow(`second  ${label(second)}`, sides.second));
  }
  const tests = table([
    'system',
    'pairs',
    'second - first (points)',
    'only first A',
    'only second A',
    'p',
    'p (Holm)',
    'test',
    'detectable',
  ]);
  for (const row of comparisons) {
    tests.push([
      ...[label(row.second), String(row.pairs), differenceText(row), String(row.onlyFirst), String(row.onlySecond)],
      ...[pText(row.p), pText(row.pHolm), row.test],
      row.detectable === null ? 'none' : `${(row.detectable * 100).toFixed(0)} points`,
    ]);
  }
  return [counts.toString(), '', tests.toString(), ...comparisons.flatMap(flipLines), '', ...legend(comparisons)].join(
    '\n',
  );
}

function table(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}

function countRow(name: string, { cells, A, FP, FN, unjudged, error, decided, accuracy }: OutcomeCounts): string[] {
  const share = accuracy
    ? `${A} of ${decided}: ${percent(accuracy.value)} % [${percent(accuracy.low)}, ${percent(accuracy.high)}]`
    : 'none decided';
  return [name, ...[cells, A, FP, FN, unjudged, error].map(String), share];
}

function differenceText({ difference }: SystemComparison): string {
  if (!difference) return 'no pairs';
  const signed = (value: number): string => `${value >= 0 ? '+' : '-'}${percent(Math.abs(value))}`;
  return `${signed(difference.value)} [${signed(difference.low)}, ${signed(difference.high)}]`;
}

function flipLines(comparison: SystemComparison): string[] {
  const { flips } = comparison;
  const head = `${label(comparison.first)} -> ${label(comparison.second)}: ${flips.length} cells flipped`;
  const width = Math.max(0, ...flips.map((flip) => flip.case.length));
  return [
    '',
    head,
    ...[...flips]
      .sort((a, b) => Number(b.decisive) - Number(a.decisive))
      .map(({ case: id, trial, first, second, decisive }) => {
        const mark = decisive ? (second === 'A' ? '+' : '-') : ' ';
        return `  ${mark} ${visibleLine(id).padEnd(width)}  trial ${trial}  ${first} -> ${second}`;
      }),
  ];
}

function legend(comparisons: readonly SystemComparison[]): string[] {
  const unmatched = comparisons.reduce((sum, comparison) => sum + comparison.unmatched, 0);
  return [
    'Shares: of decided cells (A + FP + FN), 95 % Wilson interval. Difference: mean accuracy per case, 95 % paired',
    'bootstrap over cases. mcnemar: exact, two-sided. sign-flip: permutation test on the means of the cases, for repeated',
    'trials. Holm: corrected for the pairs above. Detectable: the smallest difference that a comparison of this size finds',
    '8 times in 10 (none: it would miss every one). + and -: accuracy won and lost.',
    ...(unmatched > 0 ? [`${unmatched} cells without a decided partner are in no test.`] : []),
  ];
}

function label({ configuration, model, framework }: SystemComparison['first']): string {
  const parts = [configuration, model, ...(framework === 'bpftrace' ? [] : [framework])];
  return parts.map(visibleLine).join(' · ');
}

function percent(fraction: number): string {
  return (fraction * 100).toFixed(1);
}

function pText(p: number): string {
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}
