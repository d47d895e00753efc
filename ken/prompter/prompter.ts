import type { ChatMessage } from '../models/model.ts';
import type { Framework } from '../program.ts';
import type { FailedLesson, LearnedAnnotations } from './learned-section.ts';

/** Turns a request, examples and every earlier failure into messages (paper section 3.2). */
export interface Prompter {
  /** Hash of everything that the wording depends on: templates, fixed examples, limits. The same for a whole table. */
  readonly promptVersion: string;
  messages(input: PromptInput): ChatMessage[];
  /** Asks for a program's `assume` and `assert` statements (paper section 3.4). */
  annotationMessages(input: AnnotationInput): ChatMessage[];
  /** The small set of examples of our own, for `retrieval: fixed`. */
  fixedExamples(framework: Framework): readonly Example[];
}

export interface PromptInput {
  /** The request as the user wrote it. */
  prompt: string;
  framework: Framework;
  examples: readonly Example[];
  /** Attach points that a person named, with `hints: human`. */
  hints?: readonly string[];
  /** Attach points that a search found, with `probeSearch: true`. */
  found?: readonly string[];
  /** Every failed attempt so far, oldest first. */
  failures: readonly FailedAttempt[];
  /** With `learning: on`: failures with similar requests, most similar first. */
  lessons?: readonly FailedLesson[];
}

export interface Example {
  id: string;
  prompt: string;
  program: string;
}

export interface FailedAttempt {
  /** From 1. */
  number: number;
  /** Null when no program was found in the reply. */
  program: string | null;
  outcome: FailedOutcome;
  /** What the tools said. Hostile text. */
  diagnostic: string;
}

export const failedOutcomes = [
  'no-program',
  'compile-failed',
  'rejected',
  'attach-failed',
  'partially-attached',
  'guest-fault',
  'refuted',
  'not-proved',
] as const;
export type FailedOutcome = (typeof failedOutcomes)[number];

export interface AnnotationInput {
  /** The request as the user wrote it. */
  prompt: string;
  framework: Framework;
  /** The candidate without annotations. */
  program: string;
  /** One sentence for each known condition of a kernel function that the program uses. */
  contracts: readonly string[];
  /** Earlier answers that could not be used, oldest first. */
  problems: readonly AnnotationProblem[];
  /** With `learning: on`: annotations of programs for similar requests. */
  learned?: LearnedAnnotations;
}

export interface AnnotationProblem {
  /** Null when the answer held no program. */
  program: string | null;
  /** What is wrong with it. Hostile text. */
  message: string;
}

/** What the program will run on, told to the model. */
export interface Target {
  /** `uname -r` of the guest. */
  kernel: string;
  /** bpftrace's version without a leading v. */
  bpftrace: string;
}
