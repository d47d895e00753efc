import type { BtfKind, BtfType } from './types.ts';

/** BTF of a kernel, a module or an object. Ids run from 1 to `count - 1`; 0 is void. Types are decoded when asked for. */
export interface TypeTable {
  /** Of all types, those of the base table included. */
  readonly count: number;
  /** Throws MalformedObject when the id or the record is invalid. */
  type(id: number): BtfType;
  /** The first type of that name, or null. `enum` also finds an enum64. */
  byName(name: string, kind?: BtfKind): number | null;
  allByName(name: string, kind?: BtfKind): readonly number[];
  /** Bytes; null for void, functions and incomplete types. */
  size(id: number): number | null;
  /** Without typedef, const, volatile, restrict and type tags. */
  strip(id: number): number;
  /** C spelling; keeps typedef names such as __be16. */
  describe(id: number): string;
  /** Every member that covers exactly these bytes, scalars before the structs around them; a bit field when the bytes hold it. May be empty. */
  memberAt(id: number, byteOffset: number, size: number): MemberPath[];
  /** Declaration tags of a type, or of its member or parameter `component`. */
  declarationTags(id: number, component?: number): readonly string[];
}

export interface MemberPath {
  /** `__sk_common.skc_dport`, `addrs[2].value`; anonymous structs and unions are left out, as C allows. */
  path: string;
  /** C spelling of the member's type. */
  typeName: string;
  type: number;
  /** For a bit field: its first bit, counted from bit 0 of the bytes asked for, and its width. */
  bits?: { offset: number; width: number };
}
