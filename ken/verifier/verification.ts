/**
 * What the symbolic verifier says of a program (paper section 3.5). Words of the glossary; only `proved` and
 * `proved-bounded` pass KEN's gate.
 */
export const verdicts = [
  'proved', // no path fails it, from any content of the maps
  'proved-bounded', // fails only from map contents that no sequence of up to `bound` events reaches
  'refuted', // fails, and a concrete replay of the counterexample fails too
  'unconfirmed', // fails in the model, and the replay did not show it or no reachable state was found
  'vacuous', // no path reaches it, or only contradictory assumes make it true
  'unknown', // a limit or the solver stopped the search
  'unsupported', // the program does something that is not modelled
] as const;

export type Verdict = (typeof verdicts)[number];

/** Whether a verdict passes KEN's gate. */
export const passes = (verdict: Verdict): boolean => verdict === 'proved' || verdict === 'proved-bounded';

export interface Verification {
  /** The worst of all asserts; `vacuous` when the program has none. */
  verdict: Verdict;
  /** Why it is not proved, one sentence; empty when it is. */
  reason: string;
  asserts: AssertVerdict[];
  lints: Lint[];
  /**
   * Why the annotated program may not be the one without annotations; empty when both were proved to show the same. Then
   * nothing is proved.
   */
  changed: string;
  /** What the verdicts stand on, one sentence each. */
  assumptions: string[];
  /** Wall-clock seconds, and how many of them went into compiling. */
  seconds: number;
  compileSeconds: number;
  statistics: { paths: number; instructions: number; solverChecks: number };
}

export interface AssertVerdict {
  /** From 1, in the text as the user gave it. */
  line: number;
  column: number;
  /** The asserted expression. */
  text: string;
  verdict: Verdict;
  /** Number of events that were combined; only with `proved-bounded`. */
  bound?: number;
  /** Why it is not proved, one sentence; empty when it is. */
  reason: string;
  counterexample: Counterexample | null;
}

/** A history of events that makes an assert fail, in the source's own names. */
export interface Counterexample {
  events: CounterexampleEvent[];
  /** Short enough to feed back to a model: the failing line, the inputs, what follows from them. */
  message: string;
}

export interface CounterexampleEvent {
  /** The probe as the program names it. */
  probe: string;
  inputs: NamedValue[];
}

export interface NamedValue {
  /** `$sk->__sk_common.skc_dport`, `args.filename`, `pid`, `@start[tid]` */
  name: string;
  /** `0x1f90`, `"bash"`, `absent` */
  value: string;
  /** The type as the source or BTF spells it (`__be16`), when it is known. */
  type?: string;
  /** The failing condition itself looks at it. */
  decisive?: boolean;
}

/** A finding of the automatic checks, which need no annotation. */
export interface Lint {
  kind: LintKind;
  /** From 1; 0 when the place is not known. */
  line: number;
  /** The source text of the place. */
  text: string;
  /** What is wrong and what would be right, one or two sentences. */
  message: string;
}

export const lintKinds = [
  'division-by-zero',
  'oversized-shift',
  'null-read',
  'unchecked-map-value',
  'uninitialised-read',
  'out-of-bounds',
  'byte-order',
] as const;

export type LintKind = (typeof lintKinds)[number];
