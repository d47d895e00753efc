import type { JudgedLine } from './judge-programs.ts';

/** One answer for a person: the judgement, the gate, and what did not hold. */
export function formatJudgement(answer: JudgedLine): string {
  if ('error' in answer) return `${answer.id ?? `line ${answer.line}`}: not judged: ${answer.error.message}`;
  const { id, judgement, method, gate, evidence, repairs, seconds } = answer;
  return [
    `${id}: ${judgement} (by ${method}; gate: ${gate.status}; ${seconds.toFixed(1)} s)`,
    ...repairs.map((repair) => `  repaired for this version of bpftrace: ${repair}`),
    ...evidence.map((finding) =>
      finding.holds
        ? `  yes  ${finding.claim}`
        : `  no   ${finding.claim}\n       seen: ${finding.evidence ?? 'nothing'}`,
    ),
  ].join('\n');
}
