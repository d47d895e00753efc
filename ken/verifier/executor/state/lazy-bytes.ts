import type { Term } from '../../terms/term.ts';

/** Bytes whose terms are made when they are looked at: strings and blocks read from memory that is not the program's. */
export class LazyBytes {
  readonly size: number;
  readonly #make: (index: number) => Term;
  readonly #known: (Term | undefined)[] = [];

  /** `make` must give the same term each time. */
  constructor(size: number, make: (index: number) => Term) {
    this.size = size;
    this.#make = make;
  }

  /** Eight bits. */
  at(index: number): Term {
    return (this.#known[index] ??= this.#make(index));
  }
}
