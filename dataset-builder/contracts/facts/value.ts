import { type Intervals, intersect, sameIntervals, union, within } from './intervals.ts';

/**
 * What an expression may be: integers, or which kinds of pointer; `anything` when the analysis cannot tell. No value
 * at all (`null` where a value is joined) means "not reached yet".
 */
export type Value = { kind: 'anything' } | { kind: 'integers'; set: Intervals } | { kind: 'pointer'; classes: number };

/** Kinds of pointers, as bits. */
export const pointerClass = { null: 1, error: 2, valid: 4 } as const;
export const everyPointer = 7;

export const anything: Value = { kind: 'anything' };

export function integers(set: Intervals): Value {
  return { kind: 'integers', set };
}

export function pointer(classes: number): Value {
  return classes === everyPointer ? anything : { kind: 'pointer', classes };
}

/** Either of two values. */
export function join(a: Value | null, b: Value | null): Value | null {
  if (a === null) return b;
  if (b === null) return a;
  if (a.kind === 'anything' || b.kind === 'anything') return anything;
  if (a.kind === 'integers' && b.kind === 'integers') return integers(union(a.set, b.set));
  const left = asPointer(a);
  const right = asPointer(b);
  return left === null || right === null ? anything : pointer(left | right);
}

/** A C integer type, by its range. */
export interface IntegerType {
  kind: 'integer';
  bits: number;
  signed: boolean;
  boolean: boolean;
}

export type SlotType = IntegerType | { kind: 'pointer' };

/** A value after it was stored into, or returned as, a type. What does not fit unchanged is unknown. */
export function convert(value: Value | null, type: SlotType): Value | null {
  if (value === null || value.kind === 'anything') return value;
  if (type.kind === 'pointer') {
    const classes = asPointer(value);
    return classes === null ? anything : pointer(classes);
  }
  if (value.kind === 'pointer') return anything;
  if (type.boolean) {
    const zero = value.set.some(([low, high]) => low <= 0 && high >= 0);
    const other = value.set.some(([low, high]) => low !== 0 || high !== 0);
    return integers([[zero ? 0 : 1, other ? 1 : 0]]);
  }
  const [low, high] = rangeOf(type);
  return within(value.set, low, high) ? value : anything;
}

/** Bounds of a type; those of 64-bit types are infinite, since no exact number holds them. */
export function rangeOf({ bits, signed }: IntegerType): [number, number] {
  if (bits >= 64) return [signed ? -Infinity : 0, Infinity];
  return signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
}

/** The part of a value between two bounds. `type` bounds what is not known. */
export function meet(value: Value | null, low: number, high: number, type: IntegerType | null): Value | null {
  if (value === null) return null;
  if (value.kind === 'pointer') return value;
  if (value.kind === 'integers') {
    const set = intersect(value.set, low, high);
    return set.length === 0 ? null : integers(set);
  }
  if (type === null) return anything;
  const [least, most] = rangeOf(type);
  return integers([[Math.max(low, least), Math.min(high, most)]]);
}

export function sameValue(a: Value | null, b: Value | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'integers' && b.kind === 'integers') return sameIntervals(a.set, b.set);
  if (a.kind === 'pointer' && b.kind === 'pointer') return a.classes === b.classes;
  return a.kind === b.kind;
}

function asPointer(value: Value): number | null {
  if (value.kind === 'pointer') return value.classes;
  if (value.kind === 'integers' && within(value.set, 0, 0)) return pointerClass.null;
  return null;
}
