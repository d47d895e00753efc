import type { Program } from '../program.ts';
import type { Verification } from './verification.ts';

/** The symbolic verifier behind one interface, so that the loop can be tested without a compiler and a solver. */
export interface Verifier {
  /**
   * Verifies an annotated program. A program that does not compile, or whose annotations are wrong, is a result.
   * Throws `KenError('missing-tool' | 'guest')` when the toolchain itself fails.
   */
  verify(program: Program, signal?: AbortSignal): Promise<VerifierAnswer>;
  /** Whether the annotations of a program can be read and the stock compiler takes it. Much quicker than `verify`. */
  check(program: Program): Promise<{ status: 'ready' } | UnusableProgram>;
  close(): Promise<void>;
}

export type VerifierAnswer = { status: 'verified'; verification: Verification } | UnusableProgram;

export type UnusableProgram =
  /** The annotations cannot be read: unterminated, inside an expression, with side effects, ... */
  | { status: 'bad-annotation'; diagnostic: string }
  /** The stock compiler refused the annotated program. */
  | { status: 'compile-failed'; diagnostic: string };
