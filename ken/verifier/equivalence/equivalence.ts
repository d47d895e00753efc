import type { TypeTable } from '../btf/type-table.ts';
import type { Compiled } from '../compile/compiled.ts';
import type { BpfObject } from '../elf/object.ts';
import type { CounterexampleEvent } from '../verification.ts';

/** A compiled program as one side of a comparison. */
export interface Side {
  compiled: Compiled;
  /** CO-RE relocations applied. */
  object: BpfObject;
  kernelTypes: TypeTable | null;
  /** Maps that are histograms in the source, where the compiled program only keeps the value: `us` -> `hist`. */
  histograms?: ReadonlyMap<string, string>;
}

/**
 * Whether two programs show their user the same. `equivalent`: after every history of up to `bound` events they wrote
 * the same records, sent the same signals and hold the same in their maps. `different`: a history tells them apart, and
 * a concrete replay of both confirms it. `not-comparable`: they attach to different events, or output cannot be related.
 */
export interface Equivalence {
  result: 'equivalent' | 'different' | 'not-comparable' | 'unknown';
  /** Longest history in events, BEGIN and END not counted. */
  bound: number;
  /** Why the result is what it is, one sentence. */
  reason: string;
  difference: Difference | null;
  /** One sentence each, tolerances included. */
  assumptions: string[];
  statistics: { pairs: number; solverChecks: number; paths: number };
  seconds: number;
}

/** A history that tells two programs apart, and what each shows then. */
export interface Difference {
  what: 'records' | 'signals' | 'maps';
  events: CounterexampleEvent[];
  left: string[];
  right: string[];
}

/** What may differ without being a difference; each one that is on is among the assumptions. */
export interface Tolerances {
  /** Text around the values does not count, only the values and their order. Default false. */
  text: boolean;
  /** Lines without any value in them, such as column headers, do not count. Default true. */
  headers: boolean;
  /** Maps may have other names: they are matched by their types. Default true. */
  mapNames: boolean;
  /** Paths that an assume of the left program ends do not count. Default false. */
  cutPaths: boolean;
}

export const defaultTolerances: Tolerances = { text: false, headers: true, mapNames: true, cutPaths: false };
