import type { MutationKind } from './mutant.ts';

/** How much the asserts of a program say of it: what they notice when the program is changed in one small thing. */
export interface Strength {
  /** Mutants that were made; they are spread over the kinds of mutation. */
  mutants: number;
  /** Those that compile. */
  compiled: number;
  /** Those of them that show the same as the program: they do not count. */
  equivalent: number;
  /** An assert that holds for the program is refuted for the mutant. */
  refuted: number;
  /** No assert is refuted: the asserts would let this mistake pass. */
  survived: MutantPlace[];
  /** The search for a failing assert, or the comparison with the program, gave no answer. */
  unknown: MutantPlace[];
  /** refuted / (refuted + survived), 0 to 1; null when there is none of either. */
  share: number | null;
}

export interface MutantPlace {
  /** From 1. */
  line: number;
  description: string;
  kind: MutationKind;
}
