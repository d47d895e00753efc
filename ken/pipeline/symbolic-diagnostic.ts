import { passes, type AssertVerdict, type Verification } from '../verifier/verification.ts';
import type { Configuration } from './configuration.ts';
import type { SymbolicCheck } from './result.ts';

/**
 * What a model is told of a candidate that was not proved: the failing asserts, each with its counterexample, or with
 * the reason alone.
 */
export function symbolicDiagnostic(
  { answer, problem, substitute }: SymbolicCheck,
  diagnostics: Configuration['diagnostics'] = 'counterexample',
): string {
  if (substitute) return 'The verifier refuses the program and gives no reason.';
  if (!answer) return `No usable specification: ${problem ?? 'none was given'}`;
  if (answer.status !== 'verified') return answer.diagnostic;
  const { verification } = answer;
  const lines = verification.asserts
    .filter(({ verdict }) => !passes(verdict))
    .map((assert) => describeAssert(assert, diagnostics === 'counterexample'));
  return (lines.length > 0 ? lines : [describeWhole(verification)]).join('\n');
}

/** Refuted: events are known for which it is wrong. Everything else is only not proved. */
export function isRefuted({ answer }: SymbolicCheck): boolean {
  return answer?.status === 'verified' && answer.verification.verdict === 'refuted';
}

function describeAssert(
  { line, text, verdict, reason, counterexample }: AssertVerdict,
  withCounterexample: boolean,
): string {
  const head = `line ${line}: assert(${text}) is ${verdict}`;
  return [head, (withCounterexample ? counterexample?.message : undefined) ?? reason]
    .filter((part) => part !== '')
    .join('\n');
}

function describeWhole({ verdict, reason }: Verification): string {
  return `The program is ${verdict}: ${reason}`;
}
