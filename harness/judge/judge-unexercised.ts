import { attachPoints } from '../../ken/kernel/gate/attach-points.ts';
import type { GateResult } from '../../ken/kernel/gate-result.ts';
import type { Program } from '../../ken/program.ts';
import type { CaseDefinition } from '../cases/case.ts';
import { quoteText } from './evidence.ts';
import type { JudgeResult } from './judge-result.ts';

/**
 * Judges a program for a request that this guest cannot bring about. Certain is only what is wrong: a program that does
 * not compile or that the verifier refuses, and a bpftrace program without any attach point that an answer needs.
 * Everything else is `unjudged`; that it did not attach says nothing, since the guest lacks what it would attach to.
 */
export function judgeUnexercised(
  { reason, neededAttachPoints }: NonNullable<CaseDefinition['notExercised']>,
  program: Program,
  gate: GateResult,
): Pick<JudgeResult, 'judgement' | 'method' | 'evidence'> {
  if (gate.status === 'compile-failed' || gate.status === 'rejected') {
    const claim = `the gate accepts the program (${gate.status})`;
    return {
      judgement: 'incorrect',
      method: 'gate',
      evidence: [{ holds: false, claim, evidence: quoteText(gate.diagnostic || gate.log) }],
    };
  }
  const points = program.framework === 'bpftrace' ? attachPoints(program.text).map(({ name }) => name) : [];
  const patterns = neededAttachPoints.map((pattern) => new RegExp(pattern, 'i'));
  const isNeeded = (point: string): boolean => patterns.some((pattern) => pattern.test(point));
  if (program.framework === 'bpftrace' && patterns.length > 0 && !points.some(isNeeded)) {
    const claim = 'the program has an attach point that an answer needs';
    return {
      judgement: 'incorrect',
      method: 'gate',
      evidence: [{ holds: false, claim, evidence: quoteText(points.join(', ')) }],
    };
  }
  return {
    judgement: 'unjudged',
    method: 'none',
    evidence: [{ holds: false, claim: 'the guest can exercise the request', evidence: reason }],
  };
}
