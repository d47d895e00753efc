import type { Model } from './model.ts';
import type { Term } from './term.ts';
import { TermStore } from './term-store.ts';

/**
 * A store in which every input is known: variables, and functions of known arguments, are their values in a model. All
 * terms fold to constants then, so that the symbolic executor follows the one path which these inputs take.
 */
export class GroundTermStore extends TermStore {
  readonly #inputs: Model;

  constructor(inputs: Model) {
    super();
    this.#inputs = inputs;
  }

  override variable(name: string, width: number): Term {
    return this.#valueOf(super.variable(name, width));
  }

  override apply(name: string, width: number, ...args: readonly Term[]): Term {
    return this.#valueOf(super.apply(name, width, ...args));
  }

  #valueOf(input: Term): Term {
    const value = this.#inputs.value(input);
    return typeof value === 'boolean' ? this.boolean(value) : this.constant(value, input.width);
  }
}
