import type { Program } from '../../program.ts';

/** What was found in a model's reply. Nothing of it was executed. */
export type Extraction = FoundProgram | NoProgram;

export interface FoundProgram {
  program: Program;
  /** How the program was wrapped. */
  wrapping: Wrapping;
  /** Other programs in the same reply that were not taken. */
  alternatives: number;
  /** What was changed in the text, one sentence each: typographic quotes, invisible characters. */
  mended: string[];
}

export interface NoProgram {
  program: null;
  problem: ExtractionProblem;
  /** One sentence for a person, and for the model's next attempt. */
  detail: string;
}

export type Wrapping = 'fence' | 'shell' | 'heredoc' | 'json' | 'inline-code' | 'bare';

export type ExtractionProblem =
  | 'empty' // no text at all
  | 'no-program' // text, but nothing that looks like a program
  | 'refusal' // the model declines, or the provider filtered the answer
  | 'cut-off' // the answer ends inside the program
  | 'wrong-framework' // a program, but in another framework
  | 'too-long'; // more text than any sane reply

/** A text that may be the program, as one of the readers of wrappings found it. */
export interface Piece {
  text: string;
  wrapping: Wrapping;
  /** False when the wrapping (fence, quote, here-document) was never closed. */
  closed: boolean;
  /** Language tag of the fence, in lower case; '' without one. */
  tag: string;
  /** The line before it, for hints such as "the original program was:". */
  introduction: string;
}
