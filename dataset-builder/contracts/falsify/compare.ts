import type { Watched } from './observation-plan.ts';
import type { Histogram } from './read-histograms.ts';

export interface ClauseOutcome {
  function: string;
  clause: string;
  text: string;
  observations: number;
  /** Values for which the clause is false, with how often they were seen. */
  witness: string | null;
}

/** Holds the clauses of watched values against what a kernel did. Functions that never ran give no outcome. */
export function compareWithClauses(
  watched: readonly Watched[],
  histograms: ReadonlyMap<number, Histogram>,
): ClauseOutcome[] {
  return watched.flatMap((each, index) => {
    const histogram = histograms.get(index);
    if (!histogram || histogram.hits === 0) return [];
    return each.clauses.map(({ clause, test }) => {
      const violations = [...valuesOf(each, histogram)].filter(
        ([value]) => test({ [each.value]: BigInt.asUintN(64, value) }) === false,
      );
      const seen = violations.map(([value, times]) => `${each.value} = ${value} (${times} times)`);
      return {
        function: each.function,
        clause: clause.id,
        text: clause.text,
        observations: histogram.hits,
        witness: seen.length === 0 ? null : seen.slice(0, 5).join(', '),
      };
    });
  });
}

/** A valid address of the kernel stands for the pointers that were counted, but not by value. */
const someAddress = 0xffff_8880_0000_1000n;

function valuesOf({ isPointer }: Watched, { values, hits }: Histogram): ReadonlyMap<bigint, number> {
  if (!isPointer) return values;
  const others = hits - [...values.values()].reduce((sum, times) => sum + times, 0);
  return others > 0 ? new Map([...values, [someAddress, others]]) : values;
}
