import { Term } from '../../terms/term.ts';
import type { Model } from '../../terms/model.ts';
import type { TermStore } from '../../terms/term-store.ts';
import { LazyBytes } from './lazy-bytes.ts';
import type { Slot } from './region.ts';

/** A fixed number of bytes as they were at one moment. */
export class SymbolicBytes {
  readonly length: number;
  readonly #store: TermStore;
  readonly #slots: readonly Slot[];

  /** No slot may hold a handle. */
  constructor(store: TermStore, slots: readonly Slot[]) {
    this.length = slots.length;
    this.#store = store;
    this.#slots = slots;
  }

  /** One byte, 8 bits. */
  at(index: number): Term {
    return this.term(index, 1);
  }

  /** Bytes as one number, the first lowest. */
  term(offset: number, size: number): Term {
    return termOfSlots(this.#store, this.#slots.slice(offset, offset + size));
  }

  slice(offset: number, end: number): SymbolicBytes {
    return new SymbolicBytes(this.#store, this.#slots.slice(offset, end));
  }

  /** Whether both are the same bytes without looking at their terms; false says nothing. */
  sameAs(other: SymbolicBytes): boolean {
    return (
      this.length === other.length &&
      this.#slots.every((slot, index) => {
        const its = other.#slots[index];
        return its !== undefined && its.content === slot.content && its.position === slot.position;
      })
    );
  }

  valueIn(model: Model): Uint8Array {
    return Uint8Array.from(this.#slots, (_, index) => Number(model.value(this.at(index))));
  }
}

/** Bytes as one number, the first lowest. No slot may hold a handle. */
export function termOfSlots(store: TermStore, slots: readonly Slot[]): Term {
  const parts: Term[] = [];
  for (let first = 0; first < slots.length;) {
    const slot = slots[first];
    if (slot === undefined) break;
    let next = first + 1;
    const { content, position } = slot;
    while (slots[next]?.content === content && slots[next]?.position === position + next - first) next++;
    const count = next - first;
    if (content instanceof Term) parts.push(store.extract((position + count) * 8 - 1, position * 8, content));
    else if (content instanceof LazyBytes) parts.push(content.range(store, position, count));
    else throw new TypeError('a pointer has no bytes');
    first = next;
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : store.concat(...parts.reverse());
}
