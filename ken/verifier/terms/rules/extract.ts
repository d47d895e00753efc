import type { Term } from '../term.ts';
import type { TermStore } from '../term-store.ts';
import { argument } from './boolean.ts';

/** Bits `high` down to `low` of `term`. */
export function simplifyExtract(store: TermStore, high: number, low: number, term: Term): Term {
  const width = high - low + 1;
  if (width === term.width) return term;
  switch (term.op) {
    case 'constant':
      return store.constant(term.value >> BigInt(low), width);
    case 'extract':
      return store.extract(high + term.low, low + term.low, argument(term, 0));
    case 'concat':
      return store.concat(...partsWithin(store, term, high, low));
    case 'zeroExtend': {
      const inner = argument(term, 0);
      if (high < inner.width) return store.extract(high, low, inner);
      if (low >= inner.width) return store.constant(0n, width);
      return store.zeroExtend(store.extract(inner.width - 1, low, inner), width);
    }
    case 'signExtend': {
      const inner = argument(term, 0);
      if (high < inner.width) return store.extract(high, low, inner);
      return store.signExtend(store.extract(inner.width - 1, Math.min(low, inner.width - 1), inner), width);
    }
    case 'ite': {
      const [condition, a, b] = [argument(term, 0), argument(term, 1), argument(term, 2)];
      if (a.op !== 'constant' && b.op !== 'constant') break;
      const pushed = store.nested(() => store.ite(condition, store.extract(high, low, a), store.extract(high, low, b)));
      if (pushed) return pushed;
      break;
    }
    case 'add':
    case 'sub':
    case 'mul': {
      if (low > 0 || !term.args.every((part) => narrowsTo(part, width))) break;
      const [a, b] = [argument(term, 0), argument(term, 1)];
      return store[term.op](store.extract(high, 0, a), store.extract(high, 0, b));
    }
    default:
  }
  return store.make({ op: 'extract', width, args: [term], low });
}

/** The low bits of a sum need only the low bits of its operands; worth it where those are at hand. */
function narrowsTo(term: Term, width: number): boolean {
  if (term.op === 'constant') return true;
  if (term.op === 'zeroExtend' || term.op === 'signExtend') return argument(term, 0).width <= width;
  return false;
}

function partsWithin(store: TermStore, term: Term, high: number, low: number): Term[] {
  const parts: Term[] = [];
  let offset = term.width;
  for (const part of term.args) {
    offset -= part.width;
    const top = Math.min(high, offset + part.width - 1);
    const bottom = Math.max(low, offset);
    if (top >= bottom) parts.push(store.extract(top - offset, bottom - offset, part));
  }
  return parts;
}
