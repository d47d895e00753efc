import { expect, test } from 'vitest';
import { outcomeOf } from './outcome.ts';

test.each([
  ['accepted', 'correct', 'A'],
  ['accepted', 'incorrect', 'FP'],
  ['accepted', 'unjudged', 'unjudged'],
  ['accepted', null, 'unjudged'],
  ['rejected', null, 'FN'],
  ['compile-failed', 'correct', 'FN'],
  ['partially-attached', 'correct', 'FN'],
  ['guest-fault', 'incorrect', 'FN'],
  ['guest-fault', 'unjudged', 'unjudged'],
] as const)('gate %s, judge %s: %s', (status, judgement, outcome) => {
  expect(outcomeOf({ status }, judgement)).toBe(outcome);
});

test('no program at all is a false negative', () => {
  expect(outcomeOf(null, null)).toBe('FN');
});
