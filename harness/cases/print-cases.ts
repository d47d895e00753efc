import type { CaseDefinition } from './case.ts';
import { readCases, readCasesById } from './catalogue.ts';
import { leakOfCase, readLeaks, type CaseLeak } from './leaks.ts';

/**
 * All cases as a table: id, upstream prompt, leak, frameworks, request; or as JSON `[{id, upstreamPrompt, split, leak,
 * frameworks, prompt, tags, mutants, alternatives}]`.
 */
export async function listCases(json: boolean): Promise<string> {
  const [cases, leaks] = await Promise.all([readCases(), readLeaks()]);
  if (json) {
    return JSON.stringify(
      cases.map((definition) => brief(definition, leakOfCase(definition, leaks))),
      null,
      2,
    );
  }
  const width = Math.max(2, ...cases.map(({ id }) => id.length));
  return cases
    .map((definition) => {
      const { id, upstreamPrompt, frameworks, prompt } = definition;
      const number = upstreamPrompt === null ? '-' : String(upstreamPrompt);
      const leak = leakOfCase(definition, leaks);
      return `${id.padEnd(width)}  ${number.padStart(3)}  ${leak.padEnd(9)}  ${frameworks.join(',').padEnd(15)}  ${shorten(prompt, 60)}`;
    })
    .join('\n');
}

/** Everything of one case but the programs' texts. */
export async function showCase(id: string, json: boolean): Promise<string> {
  const [definition] = await readCasesById([id]);
  if (!definition) return '';
  const { references, alternatives, mutants, folder, ...file } = definition;
  const leaks = await readLeaks();
  const leak = leakOfCase(definition, leaks);
  const nearest = leak === 'unknown' ? [] : (leaks.cases[id]?.nearest ?? []);
  const names = (programs: readonly { file: string }[]): string[] => programs.map((program) => program.file);
  if (json) {
    const faults = mutants.map((mutant) => ({ file: mutant.file, fault: mutant.fault }));
    return JSON.stringify(
      {
        ...file,
        folder,
        leak,
        nearest,
        references: names(references),
        alternatives: names(alternatives),
        mutants: faults,
      },
      null,
      2,
    );
  }
  return [
    `${file.id} (upstream prompt ${file.upstreamPrompt ?? 'none'}; ${file.frameworks.join(', ')})`,
    '',
    file.prompt,
    '',
    `leak: ${leak}`,
    ...nearest.map(
      (pair) => `  - ${pair.id}: ${pair.leak} (request ${pair.prompt}, program ${pair.shingles}, hooks ${pair.hooks})`,
    ),
    'left open:',
    ...file.leftOpen.map((point) => `  - ${point}`),
    'right programs:',
    ...names([...references, ...alternatives]).map((name) => `  - ${name}`),
    'mutants:',
    ...mutants.map((mutant) => `  - ${mutant.file}: ${mutant.fault}`),
  ].join('\n');
}

function brief(definition: CaseDefinition, leak: CaseLeak): object {
  const { id, upstreamPrompt, split, frameworks, prompt, tags, mutants, alternatives } = definition;
  return {
    id,
    upstreamPrompt,
    split,
    leak,
    frameworks,
    prompt,
    tags,
    mutants: mutants.length,
    alternatives: alternatives.length,
  };
}

const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 3)}...` : text;
