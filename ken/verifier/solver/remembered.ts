import type { Term } from '../terms/term.ts';
import type { Answer } from './solver.ts';

/** Answers to the last questions, by the set of terms asked about: the order of a path and repeats do not matter. */
export class Remembered {
  readonly #answers = new Map<string, Answer>();
  readonly #numbers = new Map<Term, number>();

  get(terms: readonly Term[]): Answer | undefined {
    return this.#answers.get(this.#key(terms));
  }

  set(terms: readonly Term[], answer: Answer): void {
    if (this.#answers.size >= maximumAnswers) {
      this.#answers.clear();
      this.#numbers.clear();
    }
    this.#answers.set(this.#key(terms), answer);
  }

  #key(terms: readonly Term[]): string {
    const numbers = new Set(terms.map((term) => this.#number(term)));
    return [...numbers].sort((left, right) => left - right).join(' ');
  }

  /** Of our own, since ids of terms of two stores can be equal. */
  #number(term: Term): number {
    const known = this.#numbers.get(term);
    if (known !== undefined) return known;
    this.#numbers.set(term, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

const maximumAnswers = 4096;
