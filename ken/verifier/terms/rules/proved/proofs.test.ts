import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSolver } from '../../../solver/open-solver.ts';
import type { Solver } from '../../../solver/solver.ts';
import { show } from '../../show.ts';
import { substitute } from '../../substitute.ts';
import { TermStore } from '../../term-store.ts';
import { arithmeticRules } from './arithmetic.ts';
import { bitsRules } from './bits.ts';
import { booleanRules } from './boolean.ts';
import { equalityRules } from './equality.ts';
import { orderRules } from './order.ts';
import { slicesRules } from './slices.ts';
import { type Rule, ruleTerms } from './rule.ts';

const rules = [...booleanRules, ...slicesRules, ...bitsRules, ...arithmeticRules, ...equalityRules, ...orderRules];

const usualWidths = [8, 13, 32, 64];

describe('each rewrite rule', () => {
  let solver: Solver;
  beforeAll(async () => void (solver = await openSolver()));
  afterAll(() => solver.close());

  test.each(rules.filter(({ widths }) => widths?.length !== 0).map((rule): [string, Rule] => [rule.name, rule]))(
    '%s',
    async (_name, { written, expected, widths = usualWidths }) => {
      for (const width of widths) {
        const plain = new TermStore({ simplify: false });
        const asWritten = written(ruleTerms(plain, width));
        const store = new TermStore();
        const terms = ruleTerms(store, width);
        const simplified = written(terms);
        if (expected) expect(show(simplified)).toBe(show(expected(terms)));
        const copied = substitute(plain, simplified, new Map());
        expect(copied, `nothing is rewritten at width ${width}`).not.toBe(asWritten);
        const answer = await solver.check([plain.not(plain.eq(asWritten, copied))]);
        expect(answer, `width ${width}: ${show(asWritten)} is not ${show(simplified)}`).toEqual({ status: 'unsat' });
      }
    },
  );
});

test('names of rules are unique', () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});
