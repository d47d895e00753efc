import type { AssertVerdict } from '../../../ken/verifier/verification.ts';
import { printable } from '../../judge/printable.ts';
import type { VerificationLine } from './verification-line.ts';

/** A verification as a block for the terminal. Everything that a program may have written is made printable. */
export function formatVerification(line: VerificationLine): string {
  const { file, verdict, reason, asserts, lints, assumptions, seconds, statistics, error } = line;
  const lines = [`${file}: ${verdict}${reason === '' ? '' : `, ${reason}`}`];
  if (error) lines.push(...error.diagnostic.split('\n').map((text) => `  | ${text}`));
  for (const each of asserts) lines.push(...formatAssert(each));
  for (const lint of lints) {
    lines.push(`  ${lint.kind}${lint.line > 0 ? ` in line ${lint.line}` : ''}: ${lint.message}`);
    if (lint.text !== '') lines.push(`    ${lint.text.trim()}`);
  }
  if (assumptions.length > 0) lines.push('  under these assumptions:', ...assumptions.map((text) => `    ${text}`));
  if (!error) {
    lines.push(`  ${statistics.paths} paths, ${statistics.solverChecks} solver checks, ${seconds.toFixed(2)} s`);
  }
  return lines.map(printable).join('\n');
}

function formatAssert({ line, text, verdict, bound, reason, counterexample }: AssertVerdict): string[] {
  const shown = bound === undefined ? verdict : `${verdict}(${bound})`;
  const head = `  line ${line}: assert(${text}): ${shown}${reason === '' ? '' : `, ${reason}`}`;
  const events = (counterexample?.events ?? []).flatMap(({ probe, inputs }, index) => [
    `    event ${index + 1}: ${probe}`,
    ...inputs.map(({ name, value, type }) => `      ${name} = ${value}${type === undefined ? '' : ` (${type})`}`),
  ]);
  return [head, ...events];
}
