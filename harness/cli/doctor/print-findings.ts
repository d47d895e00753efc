import type { DoctorFinding } from './finding.ts';

const signs: Readonly<Record<DoctorFinding['state'], string>> = {
  ok: 'ok      ',
  missing: 'MISSING ',
  optional: '-       ',
};

/** One line per finding, the command that mends it below, and what follows from all of them. */
export function printFindings(findings: readonly DoctorFinding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const missing = findings.filter(({ state }) => state === 'missing').length;
  const lines = findings.flatMap(({ name, state, detail, mend }) => [
    `${signs[state]} ${name.padEnd(width)}  ${detail}`,
    ...(mend === undefined || state === 'ok' ? [] : [`${' '.repeat(width + 11)}${mend}`]),
  ]);
  return [
    ...lines,
    missing === 0 ? 'Everything that is needed is there.' : `${missing} needed things are missing.`,
  ].join('\n');
}
