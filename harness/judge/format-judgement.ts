import type { JudgeResult } from './judge-result.ts';
import type { JudgedLine } from './judge-programs.ts';

/** One answer for a person: the judgement, the gate, and what did not hold. */
export function formatJudgement(answer: JudgedLine): string {
  if ('error' in answer) return `${answer.id ?? `line ${answer.line}`}: not judged: ${answer.error.message}`;
  const { id, judgement, method, gate, evidence, repairs, equivalence, seconds } = answer;
  return [
    `${id}: ${judgement} (by ${method}; gate: ${gate.status}; ${seconds.toFixed(1)} s)`,
    ...repairs.map((repair) => `  repaired for this version of bpftrace: ${repair}`),
    ...evidence.map((finding) =>
      finding.holds
        ? `  yes  ${finding.claim}`
        : `  no   ${finding.claim}\n       seen: ${finding.evidence ?? 'nothing'}`,
    ),
    ...(equivalence ? [describeOpinion(equivalence)] : []),
  ].join('\n');
}

function describeOpinion({ result, reference, reason, agrees }: NonNullable<JudgeResult['equivalence']>): string {
  const verdict = agrees === null ? 'says nothing against it' : agrees ? 'agrees' : 'DISAGREES';
  return `  by symbolic comparison: ${result} (${reference}: ${reason}); ${verdict}`;
}
