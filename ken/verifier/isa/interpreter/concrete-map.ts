import type { MapDefinition } from '../../elf/object.ts';

/** Results of the map helpers as the kernel returns them (include/uapi/asm-generic/errno-base.h), negated. */
export const mapErrors = { noEntry: -2n, tooBig: -7n, exists: -17n, invalid: -22n } as const;

/** BPF_NOEXIST and BPF_EXIST. */
const onlyNew = 1n;
const onlyExisting = 2n;

export type MapFamily = 'array' | 'hash' | 'queue' | 'storage' | 'opaque';

/** One map on one CPU. Values are the bytes themselves: a pointer into a value sees later changes. */
export class ConcreteMap {
  readonly definition: MapDefinition;
  readonly family: MapFamily;
  readonly #entries = new Map<string, { key: Uint8Array; value: Uint8Array }>();
  /** Of queues and stacks, the next one first. */
  #sequence: Uint8Array[] = [];

  constructor(definition: MapDefinition) {
    this.definition = definition;
    this.family = familyOf(definition.typeName);
  }

  /** The value's own bytes, or null. */
  lookup(key: Uint8Array): Uint8Array | null {
    const found = this.#entries.get(hex(key));
    if (found) return found.value;
    if (this.family !== 'array' || indexOf(key) >= this.definition.maxEntries) return null;
    const value = new Uint8Array(this.definition.valueSize);
    this.#entries.set(hex(key), { key: Uint8Array.from(key), value });
    return value;
  }

  /** 0 or a negative error. */
  update(key: Uint8Array, value: Uint8Array, flags = 0n): bigint {
    if (flags > onlyExisting) return mapErrors.invalid;
    const isArray = this.family === 'array';
    if (isArray && indexOf(key) >= this.definition.maxEntries) return mapErrors.tooBig;
    if (isArray && flags === onlyNew) return mapErrors.exists;
    const present = this.lookup(key);
    if (present && flags === onlyNew) return mapErrors.exists;
    if (!present && flags === onlyExisting) return mapErrors.noEntry;
    if (isArray && present) {
      present.set(value);
      return 0n;
    }
    if (!present && this.isFull) return mapErrors.tooBig;
    // The kernel puts a new element in place of the old one, which stays as it was for those who hold a pointer to it.
    this.#entries.set(hex(key), { key: Uint8Array.from(key), value: Uint8Array.from(value) });
    return 0n;
  }

  remove(key: Uint8Array): bigint {
    if (this.family === 'array') return mapErrors.invalid;
    return this.#entries.delete(hex(key)) ? 0n : mapErrors.noEntry;
  }

  get isFull(): boolean {
    const { maxEntries } = this.definition;
    return this.family === 'hash' && this.#entries.size >= maxEntries;
  }

  /** Present entries. Arrays give every index in order; the order of a hash is not the kernel's. */
  entries(): { key: Uint8Array; value: Uint8Array }[] {
    if (this.family !== 'array') return [...this.#entries.values()];
    return Array.from({ length: this.definition.maxEntries }, (_, index) => {
      const key = new Uint8Array(4);
      new DataView(key.buffer).setUint32(0, index, true);
      return { key, value: this.lookup(key) ?? new Uint8Array(0) };
    });
  }

  /** Entries that were looked up or written: for arrays a part of `entries`. */
  touched(): { key: Uint8Array; value: Uint8Array }[] {
    return [...this.#entries.values()];
  }

  /** BPF_EXIST drops the oldest value when the queue is full. */
  push(value: Uint8Array, flags: bigint): bigint {
    if (flags !== 0n && flags !== onlyExisting) return mapErrors.invalid;
    if (this.#sequence.length >= this.definition.maxEntries) {
      if (flags !== onlyExisting) return mapErrors.tooBig;
      if (this.definition.typeName === 'queue') this.#sequence.shift();
      else this.#sequence.pop();
    }
    if (this.definition.typeName === 'queue') this.#sequence.push(Uint8Array.from(value));
    else this.#sequence.unshift(Uint8Array.from(value));
    return 0n;
  }

  /** The next value, or null when there is none. */
  peek(): Uint8Array | null {
    return this.#sequence[0] ?? null;
  }

  pop(): Uint8Array | null {
    return this.#sequence.shift() ?? null;
  }

  clone(): ConcreteMap {
    const copy = new ConcreteMap(this.definition);
    for (const [text, { key, value }] of this.#entries) copy.#entries.set(text, { key, value: Uint8Array.from(value) });
    copy.#sequence = this.#sequence.map((value) => Uint8Array.from(value));
    return copy;
  }
}

function familyOf(typeName: string): MapFamily {
  switch (typeName) {
    case 'array':
    case 'percpu_array':
      return 'array';
    case 'hash':
    case 'lru_hash':
    case 'percpu_hash':
    case 'lru_percpu_hash':
      return 'hash';
    case 'queue':
    case 'stack':
      return 'queue';
    case 'task_storage':
    case 'inode_storage':
    case 'sk_storage':
    case 'cgrp_storage':
      return 'storage';
    default:
      return 'opaque';
  }
}

function indexOf(key: Uint8Array): number {
  return new DataView(key.buffer, key.byteOffset, key.byteLength).getUint32(0, true);
}

function hex(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex');
}
