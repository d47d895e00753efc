import type { CanonicalType } from './canonical-type.ts';
import type { SourceParameter } from './declarator.ts';

/** A definition of a function in the source. Lines begin at 1. */
export interface SourceFunction {
  name: string;
  file: string;
  line: number;
  endLine: number;
  /** The macro that made it, for functions that are not written as such: `SYSCALL_DEFINE3`. */
  macro: string | null;
  type: CanonicalType;
  parameters: readonly SourceParameter[];
  isStatic: boolean;
  isInline: boolean;
  /** Attribute macros before it: `__init`, `__must_check`. */
  attributes: readonly string[];
  comment: SourceComment | null;
  /** Part of it stands under a condition that could not be decided. */
  uncertain: boolean;
}

/** The comment directly before a definition: offsets into the file. */
export interface SourceComment {
  kind: 'kernel-doc' | 'block';
  start: number;
  end: number;
}
