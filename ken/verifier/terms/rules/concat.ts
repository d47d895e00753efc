import type { Term } from '../term.ts';
import type { TermStore } from '../term-store.ts';
import { argument } from './boolean.ts';

/** Flat, without neighbours that merge, and without leading zeros (those are a `zeroExtend`). */
export function simplifyConcat(store: TermStore, terms: readonly Term[]): Term {
  const parts: Term[] = [];
  for (let part of terms.flatMap((term) => partsOf(store, term))) {
    for (let last = parts.at(-1); last; last = parts.at(-1)) {
      const merged = merge(store, last, part);
      if (!merged) break;
      parts.pop();
      part = merged;
    }
    parts.push(...partsOf(store, part));
  }
  const [first, ...rest] = parts;
  if (!first) throw new RangeError('a concat of nothing');
  if (rest.length === 0) return first;
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  if (first.op === 'constant' && first.value === 0n) return store.zeroExtend(store.concat(...rest), width);
  return store.make({ op: 'concat', width, args: parts });
}

/** The pieces of a term from the most significant down; a term that is not put together is its own piece. */
export function partsOf(store: TermStore, term: Term): readonly Term[] {
  if (term.op === 'concat') return term.args;
  if (term.op !== 'zeroExtend') return [term];
  const inner = argument(term, 0);
  return [store.constant(0n, term.width - inner.width), ...partsOf(store, inner)];
}

/** One term for two neighbours, or undefined. `upper` is the more significant one. */
function merge(store: TermStore, upper: Term, lower: Term): Term | undefined {
  const width = upper.width + lower.width;
  if (upper.op === 'constant' && lower.op === 'constant') {
    return store.constant((upper.value << BigInt(lower.width)) | lower.value, width);
  }
  return mergeSlices(store, upper, lower) ?? mergeSign(store, upper, lower, width) ?? mergeChoices(store, upper, lower);
}

/** Two neighbouring slices of one term. */
function mergeSlices(store: TermStore, upper: Term, lower: Term): Term | undefined {
  if (upper.op !== 'extract' || upper.low < lower.width) return undefined;
  const whole = argument(upper, 0);
  const low = upper.low - lower.width;
  const fits =
    lower.op === 'extract' && lower.args[0] === whole
      ? lower.low === low
      : // The low slice of a sum is not always an `extract`: see simplifyExtract.
        low === 0 && ['add', 'sub', 'mul'].includes(whole.op) && store.extract(upper.low - 1, 0, whole) === lower;
  return fits ? store.extract(upper.low + upper.width - 1, low, whole) : undefined;
}

/** Copies of the sign bit in front of the signed term, or the sign extension of a slice in front of the next slice. */
function mergeSign(store: TermStore, upper: Term, lower: Term, width: number): Term | undefined {
  const inner = upper.op === 'signExtend' ? argument(upper, 0) : upper;
  if (inner.width === 1 && (inner.op === 'extract' || inner.op === 'variable' || inner.op === 'apply')) {
    if (store.extract(lower.width - 1, lower.width - 1, lower) === inner) return store.signExtend(lower, width);
  }
  if (upper.op !== 'signExtend') return undefined;
  const merged = mergeSlices(store, inner, lower);
  return merged && store.signExtend(merged, width);
}

/** Two choices by the same condition, of which a constant arm shows that they were one choice. */
function mergeChoices(store: TermStore, upper: Term, lower: Term): Term | undefined {
  if (upper.op !== 'ite' || lower.op !== 'ite' || upper.args[0] !== lower.args[0]) return undefined;
  const bothConstant = (index: number): boolean =>
    argument(upper, index).op === 'constant' && argument(lower, index).op === 'constant';
  if (!bothConstant(1) && !bothConstant(2)) return undefined;
  return store.nested(() =>
    store.ite(
      argument(upper, 0),
      store.concat(argument(upper, 1), argument(lower, 1)),
      store.concat(argument(upper, 2), argument(lower, 2)),
    ),
  );
}
