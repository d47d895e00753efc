import { KenError } from '../errors.ts';
import type { GateResult } from '../kernel/gate-result.ts';
import type { FailedAttempt } from '../prompter/prompter.ts';
import type { Configuration } from './configuration.ts';
import type { Attempt } from './result.ts';
import { isRefuted, symbolicDiagnostic } from './symbolic-diagnostic.ts';

/** What the prompter tells the model of an attempt that did not pass. */
export function failedAttempt(
  { number, candidate, gate, symbolic, extractionProblem }: Attempt,
  diagnostics?: Configuration['diagnostics'],
): FailedAttempt {
  if (candidate && symbolic && !symbolic.passed) {
    const outcome = isRefuted(symbolic) ? 'refuted' : 'not-proved';
    return { number, program: candidate.text, outcome, diagnostic: symbolicDiagnostic(symbolic, diagnostics) };
  }
  if (!candidate || !gate) return { number, program: null, outcome: 'no-program', diagnostic: extractionProblem ?? '' };
  if (gate.status === 'accepted') throw new KenError('internal', `Attempt ${number} passed and is not a failure`);
  return {
    number,
    program: candidate.text,
    outcome: gate.status,
    diagnostic: diagnostics === 'raw-log' ? rawLog(gate) : diagnosticOf(gate),
  };
}

/** Everything that compiler, kernel and tracer said; the prompter cuts what is too long. */
function rawLog(gate: GateResult): string {
  return gate.log.trim() === '' ? diagnosticOf(gate) : gate.log;
}

/** The gate's diagnostic, the name of a fault, and the probes that did not attach unless it names them already. */
function diagnosticOf({ status, fault, diagnostic, probes }: GateResult): string {
  const missing = probes
    .filter(({ name, attached }) => !attached && !diagnostic.includes(name))
    .map(({ name, reason }) => (reason === undefined ? `not attached: ${name}` : `not attached: ${name}: ${reason}`));
  const head = status === 'guest-fault' ? [`fault: ${fault ?? 'unknown'}`] : [];
  return [...head, diagnostic.trim(), ...missing].filter((line) => line !== '').join('\n');
}
