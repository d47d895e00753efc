import type { TermStore } from '../terms/term-store.ts';
import type { Term } from '../terms/term.ts';

/** A question that no bit-vector solver answers soon: the factors of a 64-bit number, each below 2^32. */
export function hardTerm(store: TermStore): Term {
  const [p, q] = [store.variable('first factor', 64), store.variable('second factor', 64)];
  const [one, limit] = [store.constant(1, 64), store.constant(0xffff_ffffn, 64)];
  const isFactor = (term: Term): Term => store.and(store.ult(one, term), store.ult(term, limit));
  const product = store.constant(0xc0ff_ee12_3456_7891n, 64);
  return store.all([store.eq(store.mul(p, q), product), isFactor(p), isFactor(q)]);
}

/**
 * Questions of the kind that an engine asks about network programs: byte-swapped ports, filters, a multiplication by a
 * constant; every second one has a model. All share their first two terms.
 */
export function mixedQuestions(store: TermStore, count: number): { path: Term[]; satisfiable: boolean }[] {
  const [x, y, socket] = [store.variable('x', 64), store.variable('y', 64), store.variable('socket', 64)];
  const base = [store.not(store.eq(socket, store.constant(0, 64))), store.ult(x, y)];
  return Array.from({ length: count }, (_, index) => {
    const port = store.variable(`port ${index % 50}`, 16);
    const swapped = store.byteSwap(port);
    const satisfiable = index % 2 === 1;
    return {
      satisfiable,
      path: [
        ...base,
        store.eq(store.zeroExtend(swapped, 64), store.and(x, store.constant(0xffff, 64))),
        satisfiable
          ? store.not(store.eq(port, swapped))
          : store.not(store.eq(store.extract(15, 8, x), store.extract(7, 0, port))),
        store.ult(store.constant(index, 64), store.mul(store.add(x, y), store.constant(3, 64))),
      ],
    };
  });
}
