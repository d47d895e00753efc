import type { SymbolicBytes } from '../executor/state/symbolic-bytes.ts';
import type { Term } from '../terms/term.ts';
import type { TermStore } from '../terms/term-store.ts';

/** A value that reaches the user, in a form that does not depend on its place in a record. */
export type ShownValue =
  /** 64 bits, extended as its type says. */
  | { kind: 'number'; term: Term }
  /** Counts up to the first zero. */
  | { kind: 'string'; bytes: SymbolicBytes }
  | { kind: 'bytes'; bytes: SymbolicBytes };

/** Bool: both show the same. */
export function sameValue(store: TermStore, left: ShownValue, right: ShownValue): Term {
  if (left.kind === 'number' && right.kind === 'number') return store.eq(left.term, right.term);
  if (left.kind === 'number' || right.kind === 'number') return store.false;
  if (left.kind === 'string' || right.kind === 'string') return sameString(store, left.bytes, right.bytes);
  if (left.bytes.length !== right.bytes.length) return store.false;
  if (left.bytes.sameAs(right.bytes)) return store.true;
  return allOf(
    store,
    chunks(left.bytes.length).map(([offset, size]) =>
      store.eq(left.bytes.term(offset, size), right.bytes.term(offset, size)),
    ),
  );
}

/** Equal up to the first zero of either; a missing byte is a zero. */
export function sameString(store: TermStore, left: SymbolicBytes, right: SymbolicBytes): Term {
  const shared = Math.min(left.length, right.length);
  if (left.length === right.length && left.sameAs(right)) return store.true;
  const zero = store.constant(0n, 8);
  const byte = (bytes: SymbolicBytes, index: number): Term => (index < bytes.length ? bytes.at(index) : zero);
  // At the end of the shorter one the other must end too.
  let same = store.eq(byte(left, shared), byte(right, shared));
  for (let index = shared - 1; index >= 0; index -= 1) {
    const one = byte(left, index);
    same = store.and(store.eq(one, byte(right, index)), store.or(store.eq(one, zero), same));
  }
  return same;
}

export function allOf(store: TermStore, terms: readonly Term[]): Term {
  return terms.reduce((all, term) => store.and(all, term), store.true);
}

function chunks(length: number): [offset: number, size: number][] {
  const parts: [number, number][] = [];
  for (let offset = 0; offset < length; offset += 8) parts.push([offset, Math.min(8, length - offset)]);
  return parts;
}
