/** From names to type ids, in the order of the ids; ids of equal names are chained, since most names are unique. */
export class NameIndex {
  readonly #first: number;
  readonly #heads = new Map<string, number>();
  /** The next record with the same name, as index + 1; 0 ends the chain. */
  readonly #next: Uint32Array;

  constructor(first: number, places: Uint32Array, nameAt: (place: number) => string) {
    this.#first = first;
    this.#next = new Uint32Array(places.length);
    // Backwards, so that each chain begins with its smallest id.
    for (let index = places.length - 1; index >= 0; index--) {
      const name = nameAt(places[index] ?? 0);
      if (name === '') continue;
      this.#next[index] = this.#heads.get(name) ?? 0;
      this.#heads.set(name, index + 1);
    }
  }

  find(name: string): number[] {
    const ids: number[] = [];
    for (let link = this.#heads.get(name) ?? 0; link !== 0; link = this.#next[link - 1] ?? 0) {
      ids.push(this.#first + link - 1);
    }
    return ids;
  }
}
