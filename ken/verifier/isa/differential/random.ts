/** A reproducible stream of choices (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 to `bound` - 1. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new RangeError('nothing to pick from');
    return chosen;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** 64 bits; small numbers, powers of two and their neighbours are common. */
  word(): bigint {
    switch (this.below(6)) {
      case 0:
        return BigInt(this.below(4));
      case 1:
        return BigInt.asUintN(64, -BigInt(this.below(300)));
      case 2:
        return BigInt(this.below(65_536));
      case 3:
        return BigInt.asUintN(64, (1n << BigInt(this.below(64))) - BigInt(this.below(2)));
      case 4:
        return BigInt(this.below(2 ** 32));
      default:
        return (BigInt(this.below(2 ** 32)) << 32n) | BigInt(this.below(2 ** 32));
    }
  }

  /** A 32-bit immediate with the same preferences. */
  immediate(): bigint {
    return BigInt.asIntN(32, this.word());
  }
}
