import { attachPoints } from '../../../ken/kernel/gate/attach-points.ts';
import { lexicalRegions, maskedCode } from '../../../ken/kernel/normalise/lexical-regions.ts';
import type { ProgramFacts } from './extracted-program.ts';
import { canonicalHook } from './canonical-hook.ts';
import { sortedUnique } from './sorted-unique.ts';

/** Reads a bpftrace script without bpftrace. A script without a probe, or with brackets left open, does not parse. */
export function bpftraceFacts(text: string): ProgramFacts {
  const code = maskedCode(text);
  const points = attachPoints(text);
  const probes = new Map<number, string[]>();
  for (const { name, probe } of points) probes.set(probe, [...(probes.get(probe) ?? []), name]);
  return {
    hooks: sortedUnique(points.map(({ name }) => canonicalHook(name)).filter((hook) => hook !== null)),
    programs: [...probes.values()].map((names) => ({ name: names[0] ?? '', section: names.join(',') })),
    maps: mapsOf(code),
    helpers: sortedUnique(
      [...code.matchAll(/\b([a-z_]\w*)\s*\(/g)].map((found) => found[1] ?? '').filter((word) => !keywords.has(word)),
    ),
    kernelLicence: null,
    syntaxProblem: problemOf(text, code, points.length),
  };
}

const keywords = new Set(['if', 'while', 'for', 'unroll', 'sizeof', 'offsetof', 'return', 'else', 'struct', 'let']);

/** All maps with their types; a map is of the type of the first function that it is assigned. */
function mapsOf(code: string): ProgramFacts['maps'] {
  const types = new Map<string, string>();
  const assigned =
    /(@[A-Za-z_]\w*|@(?!\w))(?:\[[^=;]{0,1000}?\])?\s*=\s*(count|sum|avg|min|max|stats|hist|lhist|tseries)\b/g;
  for (const [, name = '', type = ''] of code.matchAll(assigned)) if (!types.has(name)) types.set(name, type);
  const names = sortedUnique([...code.matchAll(/@[A-Za-z_]\w*|@(?!\w)/g)].map(([name]) => name));
  return names.map((name) => ({ name, type: types.get(name) ?? 'value' }));
}

function problemOf(text: string, code: string, points: number): string | null {
  if (points === 0) return 'it has no probe';
  const last = lexicalRegions(text).at(-1);
  if (last?.kind === 'string' && !/"$/.test(text.slice(last.start + 1, last.end))) return 'a string does not end';
  for (const [open, close] of ['{}', '()', '[]'].map((pair) => [pair[0] ?? '', pair[1] ?? ''] as const)) {
    // Brackets of attach points' wildcards are no code, and they are closed as well.
    if (code.split(open).length !== code.split(close).length) return `"${open}" and "${close}" do not match`;
  }
  return null;
}
