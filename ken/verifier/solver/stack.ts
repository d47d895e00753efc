import type { Term } from '../terms/term.ts';
import { visitTerms } from '../terms/traverse.ts';
import type { Backend, Query } from './backend.ts';
import { Lowering } from './lower.ts';

/** A backend and what it knows: the terms that are defined, and the path that is asserted. */
export class Stack {
  readonly backend: Backend;
  readonly #lowering = new Lowering();
  readonly #frames: Frame[] = [];
  readonly #seen = new Set<Term>();
  checks = 0;

  constructor(backend: Backend) {
    this.backend = backend;
  }

  get definitions(): number {
    return this.#lowering.size;
  }

  /** The query that brings the backend from its path to this one, and the symbols whose values it returns. */
  enter(path: readonly Term[], extra: Term | undefined): { query: Query; symbols: Term[] } {
    this.checks++;
    let shared = 0;
    while (shared < path.length && this.#frames[shared]?.term === path[shared]) shared++;
    const pop = this.#frames.length - shared;
    for (const frame of this.#frames.splice(shared)) this.#forget(frame);
    const added = path.slice(shared).map((term) => this.#frame(term));
    this.#frames.push(...added);
    const last = extra && this.#frame(extra);
    const symbols = [...this.#frames, ...(last ? [last] : [])].flatMap((frame) => frame.symbols);
    if (last) this.#forget(last);
    const number = (term: Term): number => this.#lowering.number(term);
    const numbers = added.map(({ term }) => number(term));
    const extraNumber = extra ? number(extra) : null;
    const values = symbols.map(number);
    const query = { pop, definitions: this.#lowering.take(), path: numbers, extra: extraNumber, values };
    return { query, symbols };
  }

  /** Finds the symbols that the frames below do not have. */
  #frame(term: Term): Frame {
    const frame: Frame = { term, terms: [], symbols: [] };
    visitTerms(
      [term],
      (next) => {
        frame.terms.push(next);
        if (next.op === 'variable' || next.op === 'apply') frame.symbols.push(next);
      },
      this.#seen,
    );
    return frame;
  }

  #forget(frame: Frame): void {
    for (const term of frame.terms) this.#seen.delete(term);
  }
}

interface Frame {
  term: Term;
  /** Terms first met in this frame. */
  terms: Term[];
  symbols: Term[];
}
