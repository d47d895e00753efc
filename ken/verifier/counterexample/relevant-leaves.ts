import type { Term } from '../terms/term.ts';

/**
 * Variables and applications of functions that the terms are made of. The arguments of an application do not count: the
 * address of a read says nothing of the value that was read.
 */
export function leavesOf(terms: readonly Term[]): Set<Term> {
  const leaves = new Set<Term>();
  const seen = new Set<Term>();
  const rest = [...terms];
  for (let term = rest.pop(); term; term = rest.pop()) {
    if (seen.has(term)) continue;
    seen.add(term);
    if (term.op === 'variable' || term.op === 'apply') leaves.add(term);
    else rest.push(...term.args);
  }
  return leaves;
}
