/** What the desugarer gives the engine: a program whose annotations became code that the stock toolchain compiles. */

/** The reserved names. A program that uses one of them is refused. */
export const reservedPrefix = '__ken_';

/**
 * Markers in a bpftrace program are writes to these maps; the key is the annotation's id, the value 1.
 * `fail`: the condition of an assert is false here. `reach`: an assert was evaluated here (written on both outcomes).
 * `cut`: an assume is false here; the program returns, and nothing after it counts.
 */
export const markerMaps = { fail: '@__ken_fail', reach: '@__ken_reach', cut: '@__ken_cut' } as const;

/** Markers in libbpf C are calls to these helper numbers, which no kernel has; the first argument is the id. */
export const markerHelpers = { fail: 0x4b000001, reach: 0x4b000002, cut: 0x4b000003 } as const;

export type MarkerKind = keyof typeof markerMaps;

export interface Annotation {
  kind: 'assert' | 'assume';
  /** Key of its markers; from 1, assumes and asserts share the numbers. */
  id: number;
  /** Place of its first character in the author's text, from 1. */
  line: number;
  column: number;
  /** The condition as written, without the outer parentheses. */
  text: string;
}

export type DesugarResult =
  | {
      status: 'desugared';
      /** Same number of lines as the author's text, statement for statement. */
      text: string;
      annotations: Annotation[];
      /** The text without its annotations: what the author's program does. */
      original: string;
      /** What the desugared program no longer shows (histograms made opaque); printed with a verdict. */
      assumptions: string[];
    }
  | { status: 'invalid'; errors: AnnotationError[] };

/** A fault of the annotated text, short enough to be given back to a model. */
export interface AnnotationError {
  line: number;
  column: number;
  message: string;
}

export interface DesugarOptions {
  /**
   * `hist(e)` and `lhist(e, ...)` become the plain value `e`: bucket computation multiplies paths and says nothing about
   * the program. Apply it to both programs of an equivalence. Default false.
   */
  opaqueHistograms?: boolean;
}
