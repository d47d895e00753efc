import { attachPoints } from '../../ken/kernel/gate/attach-points.ts';
import type { Framework } from '../../ken/program.ts';
import type { CaseDefinition } from './case.ts';

/** Sections of BPF C that hold no program. */
const dataSections = new Set(['license', 'version', '.maps', '.rodata', '.data', '.bss']);

/**
 * What a person who knows the kernel would say first: where to attach (paper section 5.2.2). Taken from the case's own
 * reference for the framework; as the framework writes attach points, each once, in the order of the program.
 */
export function probeHints({ references }: Pick<CaseDefinition, 'references'>, framework: Framework): string[] {
  const text = references.find((reference) => reference.framework === framework)?.text ?? '';
  return [...new Set(framework === 'bpftrace' ? placesOfScript(text) : placesOfC(text))];
}

/** Without the start, the end and the clock that only prints; a program that has nothing else counts by the clock. */
function placesOfScript(text: string): string[] {
  const places = attachPoints(text).map(({ name }) => name.replace(/^(?:BEGIN|END|begin|end)$/, ''));
  const inKernel = places.filter((name) => name !== '' && !name.startsWith('interval:'));
  return inKernel.length > 0 ? inKernel : places.filter((name) => name !== '');
}

function placesOfC(text: string): string[] {
  return [...text.matchAll(/\bSEC\("\??([^"]+)"\)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !dataSections.has(name));
}
