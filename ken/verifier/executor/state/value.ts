import type { MapDefinition } from '../../elf/object.ts';
import type { Term } from '../../terms/term.ts';

/** Content of a register: a number of 64 bits, or something that only the machine can make. */
export type Value = Term | Handle;

/** What is not a number: it has identity, but no value that the program may depend on. */
export type Handle = Pointer | MapHandle | FunctionHandle;

/** An address inside a region of the program's own memory: never NULL. */
export class Pointer {
  readonly region: number;
  /** Bytes from the region's start; the address is `offset + symbolic`. */
  readonly offset: number;
  /** Unknown part, 64 bits. */
  readonly symbolic: Term | null;
  /** Number of the lookup that gave it, which the program must compare with NULL before it may use the pointer. */
  readonly lookup: number | null;

  constructor(region: number, offset: number, symbolic: Term | null = null, lookup: number | null = null) {
    this.region = region;
    this.offset = offset;
    this.symbolic = symbolic;
    this.lookup = lookup;
  }

  moved(offset: number, symbolic: Term | null): Pointer {
    return new Pointer(this.region, offset, symbolic, this.lookup);
  }
}

export class MapHandle {
  readonly map: MapDefinition;

  constructor(map: MapDefinition) {
    this.map = map;
  }
}

/** A callback. */
export class FunctionHandle {
  readonly name: string;
  readonly instruction: number;

  constructor(name: string, instruction: number) {
    this.name = name;
    this.instruction = instruction;
  }
}

export const isHandle = (content: object): content is Handle =>
  content instanceof Pointer || content instanceof MapHandle || content instanceof FunctionHandle;

/** A number of 64 bits that is made when it is looked at. */
export class Deferred {
  readonly #make: () => Term;
  #term: Term | null = null;

  constructor(make: () => Term) {
    this.#make = make;
  }

  get term(): Term {
    return (this.#term ??= this.#make());
  }
}
