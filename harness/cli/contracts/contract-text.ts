import type { Contract } from '../../../ken/verifier/contracts/contract.ts';

/** A contract for people. `through`: how a hook led to it, empty when by its own name. */
export function contractText(contract: Contract, through = ''): string {
  const { name, prototype, source, hooks, missing, comment, clauses, facts, rejected } = contract;
  const reasons = Object.entries(missing).map(([hook, reason]) => `no ${hook}: ${reason}`);
  return [
    prototype.text + (through === '' ? '' : `   (${through})`),
    source
      ? `  ${source.file}:${source.line}-${source.endLine}${source.macro === null ? '' : ` by ${source.macro}`}`
      : '  no source was found',
    `  hooks: ${hooks.join(', ') || 'none'}${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}`,
    ...(comment ? [`  ${firstSentence(comment.text)}`] : []),
    ...clauses.map(
      ({ role, text, provenance, confidence }) =>
        `  ${role.padEnd(4)} ${text}   [${provenanceText(provenance)}, ${confidence}]`,
    ),
    ...facts.map(
      ({ kind, subject, value, provenance }) =>
        `  fact ${kind}: ${subject === '' ? '' : `${subject}: `}${value}   [${provenanceText(provenance)}]`,
    ),
    ...rejected.map(({ role, text, reason, detail }) => `  rejected ${role} ${text}: ${reason}, ${detail}`),
    ...(clauses.length === 0 && facts.length === 0 ? [`  nothing is known of ${name} beyond its prototype`] : []),
  ].join('\n');
}

export function provenanceText({ by, rule, at }: Contract['clauses'][number]['provenance']): string {
  return `${by} ${rule}${at === null ? '' : ` ${at}`}`;
}

function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 160)}...` : line;
}
