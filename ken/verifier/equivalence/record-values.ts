import type { OutputArgument } from '../compile/compiled.ts';
import type { SymbolicBytes } from '../executor/state/symbolic-bytes.ts';
import type { TermStore } from '../terms/term-store.ts';
import type { ShownValue } from './shown-value.ts';

/** Bytes of a record before its arguments: the number of the format. */
const headSize = 8;

/**
 * The arguments of a printf record of bpftrace, laid out like a C structure after eight bytes. An argument whose layout
 * is not known makes the rest one piece of bytes.
 */
export function recordValues(
  store: TermStore,
  bytes: SymbolicBytes,
  args: readonly OutputArgument[],
  start = headSize,
): ShownValue[] {
  const values: ShownValue[] = [];
  let offset = start;
  for (const { type } of args) {
    const layout = layoutOf(type);
    if (!layout) return [...values, { kind: 'bytes', bytes: bytes.slice(offset, bytes.length) }];
    offset += (layout.alignment - (offset % layout.alignment)) % layout.alignment;
    if (offset + layout.size > bytes.length)
      return [...values, { kind: 'bytes', bytes: bytes.slice(Math.min(offset, bytes.length), bytes.length) }];
    values.push(valueAt(store, bytes, offset, layout));
    offset += layout.size;
  }
  return values;
}

interface Layout {
  kind: ShownValue['kind'];
  size: number;
  alignment: number;
  signed: boolean;
}

function valueAt(store: TermStore, bytes: SymbolicBytes, offset: number, { kind, size, signed }: Layout): ShownValue {
  if (kind !== 'number') return { kind, bytes: bytes.slice(offset, offset + size) };
  return { kind, term: extended(store, bytes, offset, size, signed) };
}

/** Bytes of an integer as 64 bits. */
export function extended(store: TermStore, bytes: SymbolicBytes, offset: number, size: number, signed: boolean) {
  const term = bytes.term(offset, size);
  return signed ? store.signExtend(term, 64) : store.zeroExtend(term, 64);
}

/** Layout of a type as bpftrace spells it, or null. */
export function layoutOf(type: string): Layout | null {
  const integer = /^(u?)int(8|16|32|64)$/.exec(type);
  if (integer) {
    const size = Number(integer[2]) / 8;
    return { kind: 'number', size, alignment: size, signed: integer[1] === '' };
  }
  if (type === 'bool') return { kind: 'number', size: 1, alignment: 1, signed: false };
  if (type.endsWith('*')) return { kind: 'number', size: 8, alignment: 8, signed: false };
  const text = /^string\[(\d+)\]$/.exec(type);
  if (text) return { kind: 'string', size: Number(text[1]), alignment: 1, signed: false };
  return null;
}
