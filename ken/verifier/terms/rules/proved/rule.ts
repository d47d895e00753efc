import type { TermStore } from '../../term-store.ts';
import type { Term } from '../../term.ts';

/**
 * Every rewrite rule as the smallest term on which it acts, for any width: `proofs.test.ts` proves each with Z3 (the term as
 * written equals what the rules make of it) and that something was rewritten. `expected`, where given, is the whole result.
 */
export interface Rule {
  name: string;
  widths?: readonly number[];
  written: (build: RuleTerms) => Term;
  expected?: (build: RuleTerms) => Term;
}

/** What rules are written with: a store, a width, and three free variables of each kind. */
export interface RuleTerms {
  store: TermStore;
  width: number;
  /** Variables of the width. */
  x: Term;
  y: Term;
  z: Term;
  /** Bool variables. */
  p: Term;
  q: Term;
  r: Term;
  /** Variables of 8 bits. */
  a: Term;
  b: Term;
  /** A constant of the width, or of another one. */
  c: (value: bigint | number, width?: number) => Term;
}

export function ruleTerms(store: TermStore, width: number): RuleTerms {
  const vector = (name: string): Term => store.variable(name, width);
  return {
    store,
    width,
    x: vector('x'),
    y: vector('y'),
    z: vector('z'),
    p: store.variable('p', 0),
    q: store.variable('q', 0),
    r: store.variable('r', 0),
    a: store.variable('a', 8),
    b: store.variable('b', 8),
    c: (value, other = width) => store.constant(value, other),
  };
}

/** Multiplication and division of unknowns are hard to prove equal at large widths. */
export const narrow: readonly number[] = [8, 9, 12];
/** Widths of more than one whole byte. */
export const bytes: readonly number[] = [16, 32, 64];
