import type { ByteView } from '../byte-view.ts';
import { describeType } from './describe.ts';
import { membersAt } from './member-at.ts';
import { decodeRecord, kindAt } from './record.ts';
import { sizeOf } from './size.ts';
import { NameIndex } from './name-index.ts';
import { stripModifiers } from './strip.ts';
import type { MemberPath, TypeTable } from './type-table.ts';
import type { BtfKind, BtfType } from './types.ts';

/** Longest name; the kernel's own limit is KSYM_NAME_LEN, 512. */
const longestName = 1024;

/** TypeTable over the bytes of one BTF blob, and of its base. */
export class BtfTable implements TypeTable {
  readonly count: number;
  readonly #records: ByteView;
  readonly #places: Uint32Array;
  readonly #strings: ByteView;
  readonly #base: BtfTable | null;
  /** The first id of this blob. */
  readonly #first: number;
  readonly #stringsBefore: number;
  readonly #decoded = new Map<number, BtfType>();
  #allText: string | undefined;
  #names: NameIndex | undefined;
  #tags: Map<number, number[]> | undefined;

  /** Made by parseBtf. */
  constructor(records: ByteView, places: Uint32Array, strings: ByteView, base: BtfTable | null) {
    this.#records = records;
    this.#places = places;
    this.#strings = strings;
    this.#base = base;
    this.#first = base?.count ?? 1;
    this.#stringsBefore = base?.stringLength ?? 0;
    this.count = this.#first + places.length;
  }

  get stringLength(): number {
    return this.#stringsBefore + this.#strings.length;
  }

  type(id: number): BtfType {
    if (id === 0) return { kind: 'void', name: '' };
    if (this.#base && id < this.#first) return this.#base.type(id);
    const known = this.#decoded.get(id);
    if (known) return known;
    const decoded = decodeRecord(this.#records, this.#placeOf(id), (offset) => this.text(offset));
    this.#decoded.set(id, decoded);
    return decoded;
  }

  kind(id: number): BtfKind {
    if (id === 0) return 'void';
    return this.#base && id < this.#first ? this.#base.kind(id) : kindAt(this.#records, this.#placeOf(id));
  }

  byName(name: string, kind?: BtfKind): number | null {
    return this.allByName(name, kind)[0] ?? null;
  }

  allByName(name: string, kind?: BtfKind): readonly number[] {
    if (name === '') return [];
    const own = this.#index().find(name);
    const all = [...(this.#base?.allByName(name) ?? []), ...own];
    return kind === undefined ? all : all.filter((id) => matches(this.kind(id), kind));
  }

  size(id: number): number | null {
    return sizeOf(this, id);
  }

  strip(id: number): number {
    return stripModifiers(this, id);
  }

  describe(id: number): string {
    return describeType(this, id);
  }

  memberAt(id: number, byteOffset: number, size: number): MemberPath[] {
    return membersAt(this, id, byteOffset, size);
  }

  declarationTags(id: number, component = -1): readonly string[] {
    const tags = this.#tagsByType().get(id) ?? [];
    const own = tags.flatMap((tag) => {
      const type = this.type(tag);
      return type.kind === 'declaration-tag' && type.component === component ? [type.name] : [];
    });
    return [...(this.#base?.declarationTags(id, component) ?? []), ...own];
  }

  /** A string of the blob's table, by its offset. */
  text(offset: number): string {
    if (offset < this.#stringsBefore && this.#base) return this.#base.text(offset);
    // One decoded string and slices of it: a kernel has 100,000 names. They are ASCII.
    this.#allText ??= Buffer.from(this.#strings.bytes).toString('latin1');
    const start = offset - this.#stringsBefore;
    const end = this.#allText.indexOf('\0', start);
    if (end < 0 || end - start > longestName) this.#strings.fail('a name without an end', start);
    return this.#allText.slice(start, end);
  }

  /** The beginning of a string that may be of any length. */
  textBeginning(offset: number): string {
    return this.#strings.text(offset - this.#stringsBefore, longestName, true);
  }

  /** Faults of what the types say, reported at the record. */
  fail(reason: string, id: number): never {
    this.#records.fail(reason, this.#places[id - this.#first] ?? 0);
  }

  #placeOf(id: number): number {
    const place = this.#places[id - this.#first];
    if (place === undefined) this.#records.fail(`type id ${id} of ${this.count}`, 0);
    return place;
  }

  #index(): NameIndex {
    this.#names ??= new NameIndex(this.#first, this.#places, (place) => this.text(this.#records.u32(place)));
    return this.#names;
  }

  #tagsByType(): Map<number, number[]> {
    if (this.#tags) return this.#tags;
    const tags = new Map<number, number[]>();
    for (const [index, place] of this.#places.entries()) {
      if (kindAt(this.#records, place) !== 'declaration-tag') continue;
      const target = this.#records.u32(place + 8);
      tags.set(target, [...(tags.get(target) ?? []), this.#first + index]);
    }
    this.#tags = tags;
    return tags;
  }
}

function matches(found: BtfKind, wanted: BtfKind): boolean {
  return found === wanted || (wanted === 'enum' && found === 'enum64');
}
