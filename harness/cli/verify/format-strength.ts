import type { Strength } from '../../../ken/verifier/strength/strength.ts';
import { printable } from '../../judge/printable.ts';

/** The strength of a program's asserts as lines for the terminal. */
export function formatStrength(strength: Strength): string {
  const { mutants, compiled, equivalent, refuted, survived, unknown, share } = strength;
  const percent = share === null ? 'not known' : `${Math.round(share * 100)} %`;
  const lines = [
    `  strength of the asserts: ${percent} (${refuted} of ${refuted + survived.length} mutants refuted)`,
    `    ${mutants} mutants, ${compiled} compile, ${equivalent} of them show the same, ${unknown.length} undecided`,
    ...survived.map(({ line, description }) => `    not noticed, line ${line}: ${description}`),
    ...unknown.map(({ line, description }) => `    undecided, line ${line}: ${description}`),
  ];
  return lines.map(printable).join('\n');
}
