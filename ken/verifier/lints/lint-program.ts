import type { Exploration, Finding, FindingKind, Site } from '../executor/exploration.ts';
import type { Lint, LintKind } from '../verification.ts';
import type { VerificationInput } from '../verdict/verification-input.ts';
import { programOrderLints } from './byte-order.ts';
import { placeOf } from './place-of-site.ts';

/** Everything that is suspicious without any annotation, in the order of the text. */
export async function lintProgram(input: VerificationInput, explorations: readonly Exploration[]): Promise<Lint[]> {
  const lints = [...findingLints(input, explorations), ...(await programOrderLints(input))];
  const seen = new Set<string>();
  return lints
    .filter(({ kind, line, text, message }) => {
      const key = line > 0 ? `${kind} ${line} ${text}` : `${kind} ${message}`;
      return seen.size < seen.add(key).size;
    })
    .sort((left, right) => left.line - right.line);
}

/** ` in line 4`, or nothing when the place is not known. */
export function siteInText(input: VerificationInput, site: Site): string {
  const { line } = placeOf(input, site, null);
  return line > 0 ? ` in line ${line}` : '';
}

const kinds: Record<FindingKind, LintKind> = {
  'division-by-zero': 'division-by-zero',
  'oversized-shift': 'oversized-shift',
  'null-read': 'null-read',
  'unchecked-map-value': 'unchecked-map-value',
  'uninitialised-read': 'uninitialised-read',
  'out-of-bounds': 'out-of-bounds',
};

function findingLints(input: VerificationInput, explorations: readonly Exploration[]): Lint[] {
  const findings = new Map<string, Finding>();
  for (const { findings: found } of explorations) {
    for (const finding of found) {
      const { kind, site } = finding;
      const key = `${kind} ${site.function} ${site.instruction}`;
      if (!findings.has(key)) findings.set(key, finding);
    }
  }
  return [...findings.values()].map((finding) => ({
    kind: kinds[finding.kind],
    ...placeOf(input, finding.site, finding.kind),
    message: finding.message,
  }));
}
