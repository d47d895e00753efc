import type { Term } from './term.ts';

/** Visits every term below the given ones once, arguments before what they are in, without recursion. */
export function visitTerms(terms: Iterable<Term>, visit: (term: Term) => void, seen: Set<Term> = new Set()): void {
  for (const root of terms) {
    const rest = [root];
    for (let next = rest.at(-1); next; next = rest.at(-1)) {
      const missing = seen.has(next) ? [] : next.args.filter((part) => !seen.has(part));
      if (missing.length > 0) {
        rest.push(...missing);
        continue;
      }
      rest.pop();
      if (seen.has(next)) continue;
      seen.add(next);
      visit(next);
    }
  }
}

/** The variables and the applications of uninterpreted functions in terms, in the order of their ids. */
export function freeSymbols(terms: Iterable<Term>): { variables: Term[]; applications: Term[] } {
  const variables: Term[] = [];
  const applications: Term[] = [];
  visitTerms(terms, (term) => {
    if (term.op === 'variable') variables.push(term);
    if (term.op === 'apply') applications.push(term);
  });
  const byId = (left: Term, right: Term): number => left.id - right.id;
  return { variables: variables.sort(byId), applications: applications.sort(byId) };
}

/** The variables of terms, in the order of their ids. */
export function freeVariables(terms: Iterable<Term>): Term[] {
  return freeSymbols(terms).variables;
}
