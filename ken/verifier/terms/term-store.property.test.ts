import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { assignmentOf, interestingValue, runSteps, steps } from './random-terms.ts';
import { TermStore } from './term-store.ts';
import { type Term, mask } from './term.ts';
import { freeVariables } from './traverse.ts';

test('simplified terms have the values of the terms as written, within their bounds', () => {
  fc.assert(
    fc.property(steps(25), fc.array(interestingValue(), { minLength: 8, maxLength: 8 }), (program, values) => {
      const written = runSteps(new TermStore({ simplify: false }), program);
      const simplified = runSteps(new TermStore(), program);
      const assignment = assignmentOf(freeVariables(written), values);
      written.forEach((term, index) => {
        const other = simplified[index];
        if (!other) throw new Error('a term is missing');
        expect(other.width).toBe(term.width);
        const value = evaluate(other, assignment);
        expect(value).toBe(evaluate(term, assignment));
        expectBounds(other, BigInt(value));
      });
    }),
    { numRuns: Number(process.env['TERM_RUNS'] ?? 500) },
  );
});

function expectBounds(term: Term, value: bigint): void {
  if (term.width === 0) return;
  expect(value >= term.minimum && value <= term.maximum).toBe(true);
  expect(term.maximum <= mask(term.width)).toBe(true);
}
