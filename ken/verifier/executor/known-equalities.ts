import type { Term } from '../terms/term.ts';
import type { TermStore } from '../terms/term-store.ts';
import { substitute } from '../terms/substitute.ts';
import { visitTerms } from '../terms/traverse.ts';

/**
 * A condition after the equalities of a path were used: a variable that must equal another term is replaced by it. Under
 * the path the result means the same; `false` when it contradicts the path. Two addresses that are equal then read the
 * same memory without a question, on which solvers of bit-vectors with functions may spend seconds.
 */
export function underEqualities(store: TermStore, path: readonly Term[], condition: Term): Term {
  const fromPath = equalities(path);
  const simpler = fromPath.size === 0 ? condition : substitute(store, condition, fromPath);
  const all = equalities([...path, simpler]);
  if (all.size === fromPath.size) return simpler;
  // The condition equates something itself: what the path says of memory may no longer hold then.
  const known = new Map<Term, Term>();
  const contradicts = path.some((term) => substitute(store, term, all, known).op === 'false');
  return contradicts ? store.false : simpler;
}

/** Variables that equal another term, none of which holds a variable that is replaced. */
function equalities(terms: readonly Term[]): Map<Term, Term> {
  const replacements = new Map<Term, Term>();
  for (const term of terms) {
    const [left, right] = term.op === 'eq' ? term.args : [];
    if (!left || !right) continue;
    const [variable, value] = left.op === 'variable' ? [left, right] : [right, left];
    if (variable.op !== 'variable' || replacements.has(variable) || mentions(value, [variable])) continue;
    if (mentions(value, [...replacements.keys()])) continue;
    if ([...replacements.values()].some((other) => mentions(other, [variable]))) continue;
    replacements.set(variable, value);
  }
  return replacements;
}

function mentions(term: Term, variables: readonly Term[]): boolean {
  let found = false;
  visitTerms([term], (next) => {
    found ||= variables.includes(next);
  });
  return found;
}
