import type { OutputArgument } from '../compile/compiled.ts';
import type { SymbolicBytes } from '../executor/state/symbolic-bytes.ts';
import type { TermStore } from '../terms/term-store.ts';
import type { ShownValue } from './shown-value.ts';

/** Bytes of a record before its arguments: the number of the format. */
const headSize = 8;

/** Numbers, addresses and stacks are whole words at multiples of eight; texts and other bytes follow without a gap (bpftrace 0.23). */
const word = 8;

/**
 * The arguments of a printf record of bpftrace. An argument whose size is not known makes the rest one piece of bytes.
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
    const place = layout?.words ? wholeWords(offset) : offset;
    if (!layout || place + layout.size > bytes.length) {
      return [...values, { kind: 'bytes', bytes: bytes.slice(Math.min(offset, bytes.length), bytes.length) }];
    }
    values.push(valueAt(store, bytes, place, layout));
    offset = place + (layout.words ? wholeWords(layout.size) : layout.size);
  }
  return values;
}

const wholeWords = (size: number): number => Math.ceil(size / word) * word;

interface Layout {
  kind: ShownValue['kind'];
  /** Bytes. */
  size: number;
  signed: boolean;
  /** It begins at a multiple of eight and what follows it does too. */
  words: boolean;
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

/** What user space makes text of: stacks with what finds them again, addresses, times with their format. */
const opaqueSizes: Readonly<Record<string, number>> = { kstack: 16, ustack: 24, ksym_t: 8, usym_t: 16, timestamp: 16 };

/** Layout of a type as bpftrace spells it, or null. */
export function layoutOf(type: string): Layout | null {
  const integer = /^(u?)int(8|16|32|64)$/.exec(type);
  if (integer) {
    const size = Number(integer[2]) / 8;
    return { kind: 'number', size, signed: integer[1] === '', words: true };
  }
  if (type === 'bool') return { kind: 'number', size: 1, signed: false, words: true };
  if (type.endsWith('*')) return { kind: 'number', size: 8, signed: false, words: true };
  const text = /^string\[(\d+)\]$/.exec(type);
  if (text) return { kind: 'string', size: Number(text[1]), signed: false, words: false };
  const sized = /^(?:inet|buffer)\[(\d+)\]$/.exec(type);
  const size = sized ? Number(sized[1]) : opaqueSizes[type];
  const words = sized === null && type !== 'timestamp';
  return size === undefined ? null : { kind: 'bytes', size, signed: false, words };
}
