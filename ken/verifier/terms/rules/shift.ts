import type { Term } from '../term.ts';
import type { TermStore } from '../term-store.ts';

/** Shifts by constants are slices; others keep their operation. */
export function simplifyShift(store: TermStore, op: 'shl' | 'lshr' | 'ashr', a: Term, amount: Term): Term {
  const { width } = a;
  if (amount.minimum >= BigInt(width)) {
    return op === 'ashr' ? shifted(store, op, a, width - 1) : store.constant(0n, width);
  }
  if (amount.op === 'constant') return shifted(store, op, a, Number(amount.value));
  if (a.op === 'constant' && a.value === 0n) return a;
  return store.make({ op, width, args: [a, amount] });
}

function shifted(store: TermStore, op: 'shl' | 'lshr' | 'ashr', a: Term, amount: number): Term {
  const { width } = a;
  if (amount === 0) return a;
  if (op === 'shl') return store.concat(store.extract(width - 1 - amount, 0, a), store.constant(0n, amount));
  const upper = store.extract(width - 1, amount, a);
  return op === 'lshr' ? store.zeroExtend(upper, width) : store.signExtend(upper, width);
}
