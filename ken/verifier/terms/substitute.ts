import { argument } from './rules/boolean.ts';
import type { TermStore } from './term-store.ts';
import type { Term } from './term.ts';
import { visitTerms } from './traverse.ts';

/**
 * The term with others in the place of some of its subterms (usually variables), simplified again. All replacements
 * happen at once: what is put in is not replaced in turn. `known` keeps results between calls with the same replacements.
 */
export function substitute(
  store: TermStore,
  term: Term,
  replacements: ReadonlyMap<Term, Term>,
  known: Map<Term, Term> = new Map(),
): Term {
  for (const [from, to] of replacements) known.set(from, to);
  visitTerms(
    [term],
    (next) => {
      if (!known.has(next))
        known.set(
          next,
          rebuild(
            store,
            next,
            next.args.map((part) => known.get(part) ?? part),
          ),
        );
    },
    new Set(known.keys()),
  );
  return known.get(term) ?? term;
}

/** The same operation on other arguments, made by `store`, which may be another store than the term's. */
export function rebuild(store: TermStore, term: Term, args: readonly Term[]): Term {
  const [a, b, c] = args;
  switch (term.op) {
    case 'true':
    case 'false':
      return store.boolean(term.op === 'true');
    case 'constant':
      return store.constant(term.value, term.width);
    case 'variable':
      return store.variable(term.name, term.width);
    case 'apply':
      return store.apply(term.name, term.width, ...args);
    case 'concat':
      return store.concat(...args);
    default:
  }
  if (!a) throw new RangeError(`${term.op} without arguments`);
  switch (term.op) {
    case 'not':
      return store.not(a);
    case 'extract':
      return store.extract(term.low + term.width - 1, term.low, a);
    case 'zeroExtend':
      return store.zeroExtend(a, term.width);
    case 'signExtend':
      return store.signExtend(a, term.width);
    default:
  }
  if (!b) throw new RangeError(`${term.op} with one argument`);
  switch (term.op) {
    case 'ite':
      return store.ite(a, b, c ?? argument(term, 2));
    case 'bitAnd':
      return store.and(a, b);
    case 'bitOr':
      return store.or(a, b);
    case 'bitXor':
      return store.xor(a, b);
    default:
      return store[term.op](a, b);
  }
}
