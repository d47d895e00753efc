import type { Term } from '../../terms/term.ts';
import type { TermStore } from '../../terms/term-store.ts';

/** Bytes whose terms are made when they are looked at: strings and blocks read from memory that is not the program's. */
export class LazyBytes {
  readonly size: number;
  readonly #make: (index: number) => Term;
  readonly #known: (Term | undefined)[] = [];
  readonly #ranges = new Map<number, Term>();

  /** `make` must give the same term each time. */
  constructor(size: number, make: (index: number) => Term) {
    this.size = size;
    this.#make = make;
  }

  /** `count` bytes as one number, the first lowest. */
  range(store: TermStore, start: number, count: number): Term {
    const key = start * 0x10000 + count;
    const known = this.#ranges.get(key);
    if (known !== undefined) return known;
    const bytes = Array.from({ length: count }, (_, index) => this.at(start + count - 1 - index));
    const term = store.concat(...bytes);
    this.#ranges.set(key, term);
    return term;
  }

  /** Eight bits. */
  at(index: number): Term {
    return (this.#known[index] ??= this.#make(index));
  }
}
