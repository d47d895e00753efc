import type { IntegerType, SlotType } from './value.ts';

/** An expression as the analysis of results keeps it: small, without syntax. */
export type Part =
  | { kind: 'anything' }
  | { kind: 'number'; value: number }
  | { kind: 'range'; low: number; high: number }
  | { kind: 'pointer'; classes: number }
  | { kind: 'local'; name: string }
  | { kind: 'negated'; part: Part }
  | { kind: 'either'; parts: readonly Part[] }
  | { kind: 'binary'; operator: string; left: Part; right: Part }
  | { kind: 'cast'; to: SlotType | null; part: Part }
  | { kind: 'call'; name: string }
  /** `ERR_PTR(part)`. */
  | { kind: 'error-pointer'; part: Part }
  /** The part, known to lie between bounds; `type` is its own. */
  | { kind: 'bounded'; part: Part; low: number; high: number; type: IntegerType | null }
  /** The pointer, known to be of these classes. */
  | { kind: 'classed'; part: Part; classes: number };

export interface Local {
  /** Null: of no scalar type that is known. */
  type: SlotType | null;
  values: Part[];
  /** It may hold what no assignment shows: its address was taken, a macro or an operator changes it, it is static. */
  hidden: boolean;
}

/** The body of a function, reduced to what it may return. */
export interface Body {
  name: string;
  file: string;
  isStatic: boolean;
  returns: readonly Part[];
  locals: ReadonlyMap<string, Local>;
  /** Something in it defeats the analysis of results: a syntax error, a macro that returns, an undecided condition. */
  opaque: string | null;
}

export const unknownPart: Part = { kind: 'anything' };
