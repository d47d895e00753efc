import type { Annotation } from '../desugar/annotated.ts';
import type { Verification } from '../verification.ts';

/** Nothing could be explored: every assert is unsupported, for one reason. */
export function unprovedVerification(
  annotations: readonly Annotation[],
  reason: string,
): Omit<Verification, 'seconds' | 'compileSeconds'> {
  const asserts = annotations
    .filter(({ kind }) => kind === 'assert')
    .map(({ line, column, text }) => {
      return { line, column, text, verdict: 'unsupported' as const, reason, counterexample: null };
    });
  return {
    ...{ verdict: 'unsupported', reason, asserts, lints: [], changed: '', assumptions: [] },
    statistics: { paths: 0, instructions: 0, solverChecks: 0 },
  };
}
