import type { Program } from '../../../ken/program.ts';
import type { Verification } from '../../../ken/verifier/verification.ts';
import type { VerifierAnswer } from '../../../ken/verifier/verifier.ts';

/** What `ken verify --json` prints of a file. */
export type VerificationLine = { file: string; framework: Program['framework'] } & Verification & {
    /** Set when the program could not be verified at all: what the annotations or the compiler say. */
    error?: { stage: 'annotations' | 'compile'; diagnostic: string };
  };

/** A program that does not compile has no verdict of its own: it is `unsupported`, with the diagnostic. */
export function toLine(file: string, { framework }: Program, answer: VerifierAnswer): VerificationLine {
  if (answer.status === 'verified') return { file, framework, ...answer.verification };
  const stage = answer.status === 'bad-annotation' ? 'annotations' : 'compile';
  return {
    ...{
      file,
      framework,
      verdict: 'unsupported',
      reason: reasons[stage],
      asserts: [],
      lints: [],
      changed: '',
      assumptions: [],
    },
    ...{ seconds: 0, compileSeconds: 0, statistics: { paths: 0, instructions: 0, solverChecks: 0 } },
    error: { stage, diagnostic: answer.diagnostic },
  };
}

const reasons = {
  annotations: 'the annotations cannot be read',
  compile: 'the annotated program does not compile',
};
