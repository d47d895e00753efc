import type { Comprehension, ComprehensionQuestion } from '../comprehension/comprehension.ts';
import { passes } from '../verifier/verification.ts';
import type { Verifier, VerifierAnswer } from '../verifier/verifier.ts';
import type { SymbolicCheck } from './result.ts';

export interface SymbolicParts {
  comprehension: Comprehension;
  verifier: Verifier;
}

export interface TimedCheck {
  /** Null: the candidate does not even compile, which the gate tells better. */
  check: SymbolicCheck | null;
  seconds: { comprehension: number; solver: number };
}

/**
 * Comprehension and symbolic verification of one candidate (paper sections 3.4 and 3.5). It passes only when every
 * assert was proved; no annotation, no assert, a timeout, an unsupported program, or an assume that neither a contract nor
 * the request supports are no success.
 */
export async function checkSymbolically(
  question: ComprehensionQuestion,
  { comprehension, verifier }: SymbolicParts,
): Promise<TimedCheck> {
  const started = performance.now();
  const compiles = await verifier.check(question.candidate);
  if (compiles.status !== 'ready') return { check: null, seconds: { comprehension: 0, solver: secondsSince(started) } };
  const asked = performance.now();
  const { annotated, problem, turns, unsupported = [] } = await comprehension.comprehend(question);
  const answered = performance.now();
  const answer = annotated ? await verifier.verify(annotated, question.signal) : null;
  return {
    check: {
      turns,
      annotated,
      ...(problem === undefined ? {} : { problem }),
      answer,
      ...(unsupported.length === 0 ? {} : { unsupported: [...unsupported] }),
      passed: answer !== null && isProved(answer) && unsupported.length === 0,
    },
    seconds: { comprehension: (answered - asked) / 1000, solver: secondsSince(answered) + (asked - started) / 1000 },
  };
}

function isProved(answer: VerifierAnswer): boolean {
  return answer.status === 'verified' && passes(answer.verification.verdict);
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
