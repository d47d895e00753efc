import type { Term } from '../../terms/term.ts';
import type { TermStore } from '../../terms/term-store.ts';

/** Bytes whose terms are made when they are looked at: strings and blocks read from memory that is not the program's. */
export class LazyBytes {
  readonly size: number;
  readonly #make: (index: number) => Term;
  readonly #zero: Term | null;
  readonly #known: (Term | undefined)[] = [];
  readonly #ranges = new Map<number, Term>();

  /** `make` must give the same term each time. When `zero` holds, all bytes are 0. */
  constructor(size: number, make: (index: number) => Term, zero: Term | null = null) {
    this.size = size;
    this.#make = make;
    this.#zero = zero;
  }

  /** `count` bytes as one number, the first lowest. */
  range(store: TermStore, start: number, count: number): Term {
    const key = start * 0x10000 + count;
    const known = this.#ranges.get(key);
    if (known !== undefined) return known;
    const bytes = Array.from({ length: count }, (_, index) => this.#byte(start + count - 1 - index));
    // One choice for all of them, as a choice for each byte would be merged one by one.
    const whole = store.concat(...bytes);
    const term = this.#zero === null ? whole : store.ite(this.#zero, store.constant(0, whole.width), whole);
    this.#ranges.set(key, term);
    return term;
  }

  #byte(index: number): Term {
    return (this.#known[index] ??= this.#make(index));
  }
}
