import { wilsonInterval } from '../../stats/wilson.ts';
import type { Agreement, Compared, Share } from './agreement.ts';

/** The agreement for a person: shares with 95 % intervals (Wilson), then each disagreement with the evidence of both sides. */
export function formatAgreement(agreement: Agreement): string {
  const { programs, ambiguous, missing, disagreements, unjudgedPrograms } = agreement;
  return [
    `labelled programs: ${programs}, ${ambiguous} of them ambiguous (in no share)`,
    ...(missing.length > 0 ? [`without an answer: ${missing.join(', ')}`] : []),
    row('agreement, of those judged', agreement.agreed),
    row('agreement, of all', agreement.agreedOfAll),
    row('false accepts, of those labelled incorrect', agreement.falseAccepts),
    row('false rejects, of those labelled correct', agreement.falseRejects),
    row('unjudged', agreement.unjudged),
    ...(disagreements.length > 0 ? ['', 'disagreements:', ...disagreements.map(describe)] : []),
    ...(unjudgedPrograms.length > 0 ? ['', 'unjudged:', ...unjudgedPrograms.map(describe)] : []),
  ].join('\n');
}

function row(name: string, { part, whole }: Share): string {
  const interval = wilsonInterval(part, whole);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const shown = interval ? `${percent(part / whole)} (${percent(interval.low)} to ${percent(interval.high)})` : 'none';
  return `${name.padEnd(44)} ${`${part} of ${whole}`.padStart(9)}  ${shown}`;
}

function describe({ id, upstreamPrompt, label, reasons, answer }: Compared): string {
  const failed = answer.evidence.filter(({ holds }) => !holds);
  const shown = failed.length > 0 ? failed : answer.evidence;
  return [
    `  ${id} (prompt ${upstreamPrompt}, ${answer.case ?? 'no case'}): label ${label}, judged ${answer.judgement} by ${answer.method}`,
    ...reasons.map((reason) => `    reader: ${reason}`),
    ...shown
      .slice(0, 3)
      .map((finding) =>
        finding.holds
          ? `    judge:  holds: ${finding.claim}`
          : `    judge:  not: ${finding.claim}: ${finding.evidence ?? ''}`,
      ),
  ].join('\n');
}
