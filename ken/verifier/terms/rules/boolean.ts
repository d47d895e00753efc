import type { Term } from '../term.ts';
import type { TermStore } from '../term-store.ts';

export function simplifyNot(store: TermStore, a: Term): Term {
  if (a.op === 'true') return store.false;
  if (a.op === 'false') return store.true;
  if (a.op === 'not') return argument(a, 0);
  return store.make({ op: 'not', width: 0, args: [a] });
}

export function simplifyAnd(store: TermStore, a: Term, b: Term): Term {
  if (a.op === 'false' || b.op === 'false') return store.false;
  if (a.op === 'true' || a === b) return b;
  if (b.op === 'true') return a;
  if (isNegation(a, b)) return store.false;
  const [first, second] = a.id < b.id ? [a, b] : [b, a];
  return (
    absorbed(store, first, second) ??
    absorbed(store, second, first) ??
    store.make({ op: 'and', width: 0, args: [first, second] })
  );
}

/** `whole and part`, where `whole` is a conjunction or the negation of one that contains `part` or its negation. */
function absorbed(store: TermStore, whole: Term, part: Term): Term | undefined {
  if (whole.op === 'and') {
    if (whole.args.includes(part)) return whole;
    if (whole.args.some((term) => isNegation(term, part))) return store.false;
  }
  const inner = whole.op === 'not' ? argument(whole, 0) : undefined;
  if (inner?.op !== 'and') return undefined;
  const [left, right] = [argument(inner, 0), argument(inner, 1)];
  if (isNegation(left, part) || isNegation(right, part)) return part;
  if (left === part) return store.and(part, store.not(right));
  if (right === part) return store.and(part, store.not(left));
  return undefined;
}

export function simplifyIte(store: TermStore, condition: Term, a: Term, b: Term): Term {
  if (condition.op === 'true' || a === b) return a;
  if (condition.op === 'false') return b;
  if (condition.op === 'not') return store.ite(argument(condition, 0), b, a);
  if (a.op === 'ite' && argument(a, 0) === condition) return store.ite(condition, argument(a, 1), b);
  if (b.op === 'ite' && argument(b, 0) === condition) return store.ite(condition, a, argument(b, 2));
  if (a.width === 0) return iteOfBool(store, condition, a, b);
  if (b.op === 'ite' && argument(b, 1) === a) {
    return store.ite(store.or(condition, argument(b, 0)), a, argument(b, 2));
  }
  if (a.op === 'ite' && argument(a, 2) === b) {
    return store.ite(store.and(condition, argument(a, 0)), argument(a, 1), b);
  }
  return store.make({ op: 'ite', width: a.width, args: [condition, a, b] });
}

function iteOfBool(store: TermStore, condition: Term, a: Term, b: Term): Term {
  if (a.op === 'true' || a === condition) return store.or(condition, b);
  if (a.op === 'false' || isNegation(a, condition)) return store.and(store.not(condition), b);
  if (b.op === 'true' || isNegation(b, condition)) return store.or(store.not(condition), a);
  if (b.op === 'false' || b === condition) return store.and(condition, a);
  return store.make({ op: 'ite', width: 0, args: [condition, a, b] });
}

export function isNegation(a: Term, b: Term): boolean {
  return (a.op === 'not' && a.args[0] === b) || (b.op === 'not' && b.args[0] === a);
}

/** The argument at a place that the operation always has. */
export function argument(term: Term, index: number): Term {
  const found = term.args[index];
  if (!found) throw new RangeError(`${term.op} has no argument ${index}`);
  return found;
}
