import type { Value } from '../terms/term.ts';
import type { Definition } from './lower.ts';

/** One running solver process or thread, with a stack of asserted formulas. It answers one query at a time. */
export interface Backend {
  /** Resolves when the first query can be run; rejects when the backend cannot be started. */
  readonly ready: Promise<void>;
  /** Never rejects; after `failed` the backend is of no use. */
  run(query: Query): Promise<Reply>;
  /** Ends it at once, also in mid-query. Resolves when the process or thread is gone. */
  kill(): Promise<void>;
}

/** Steps in this order: pop, define, push and assert each of `path`, check, read the values if satisfiable. */
export interface Query {
  /** Number of asserted formulas to drop. */
  pop: number;
  /** Terms that the backend has not seen, arguments first. They stay known after a pop. */
  definitions: readonly Definition[];
  /** Numbers of the Bool terms to assert, each on a level of its own. */
  path: readonly number[];
  /** A Bool term for this query only, or null. */
  extra: number | null;
  /** Terms of which the model's values are wanted. */
  values: readonly number[];
}

export type Reply =
  | { status: 'sat'; values: Value[]; bytes: number }
  | { status: 'unsat'; bytes: number }
  | { status: 'unknown'; reason: string; bytes: number }
  | { status: 'failed'; reason: string };

/** Limits that the backend itself should keep; the session enforces the time from outside as well. */
export interface BackendLimits {
  timeoutMilliseconds: number;
  memoryMegabytes: number;
}

/** What Z3 prints when it is broken but goes on, with answers that may be wrong. */
export const brokenAssertion = 'ASSERTION VIOLATION';
