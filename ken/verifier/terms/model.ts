import { type Assignment, evaluate } from './evaluate.ts';
import type { Term, Value } from './term.ts';

/** A satisfying assignment; it decides every term, since what it does not mention is 0 or false. */
export interface Model extends Assignment {
  /** The term's value; values are kept, so that asking for terms that share parts is cheap. */
  value(term: Term): Value;
  /** The value of a Bool term. */
  holds(term: Term): boolean;
}

/** The model of an assignment. */
export function modelOf(assignment: Assignment): Model {
  const known = new Map<Term, Value>();
  const value = (term: Term): Value => evaluate(term, assignment, known);
  return { ...assignment, value, holds: (term) => value(term) === true };
}
