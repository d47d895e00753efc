import { type Term, toSigned } from '../term.ts';
import type { TermStore } from '../term-store.ts';
import { argument } from './boolean.ts';

export function simplifyZeroExtend(store: TermStore, term: Term, width: number): Term {
  if (width === term.width) return term;
  if (term.op === 'constant') return store.constant(term.value, width);
  if (term.op === 'zeroExtend') return store.zeroExtend(argument(term, 0), width);
  const choice = ofConstants(term);
  if (choice) {
    return store.ite(choice.condition, store.constant(choice.a.value, width), store.constant(choice.b.value, width));
  }
  return store.make({ op: 'zeroExtend', width, args: [term] });
}

export function simplifySignExtend(store: TermStore, term: Term, width: number): Term {
  if (width === term.width) return term;
  if (term.op === 'constant') return store.constant(toSigned(term.value, term.width), width);
  if (term.op === 'signExtend') return store.signExtend(argument(term, 0), width);
  if (term.maximum >> BigInt(term.width - 1) === 0n) return store.zeroExtend(term, width);
  const choice = ofConstants(term);
  if (choice) return store.ite(choice.condition, store.signExtend(choice.a, width), store.signExtend(choice.b, width));
  return store.make({ op: 'signExtend', width, args: [term] });
}

/** An `ite` between two constants. */
export function ofConstants(term: Term): { condition: Term; a: Term; b: Term } | undefined {
  if (term.op !== 'ite') return undefined;
  const [condition, a, b] = [argument(term, 0), argument(term, 1), argument(term, 2)];
  return a.op === 'constant' && b.op === 'constant' ? { condition, a, b } : undefined;
}
