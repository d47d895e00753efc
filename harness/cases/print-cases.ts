import type { CaseDefinition } from './case.ts';
import { readCases, readCasesById } from './catalogue.ts';

/** All cases as a table, or as JSON `[{id, upstreamPrompt, split, frameworks, prompt, tags, mutants, alternatives}]`. */
export async function listCases(json: boolean): Promise<string> {
  const cases = await readCases();
  if (json) return JSON.stringify(cases.map(brief), null, 2);
  const width = Math.max(2, ...cases.map(({ id }) => id.length));
  return cases
    .map(({ id, upstreamPrompt, frameworks, prompt }) => {
      const number = upstreamPrompt === null ? '-' : String(upstreamPrompt);
      return `${id.padEnd(width)}  ${number.padStart(3)}  ${frameworks.join(',').padEnd(15)}  ${shorten(prompt, 70)}`;
    })
    .join('\n');
}

/** Everything of one case but the programs' texts. */
export async function showCase(id: string, json: boolean): Promise<string> {
  const [definition] = await readCasesById([id]);
  if (!definition) return '';
  const { references, alternatives, mutants, folder, ...file } = definition;
  const names = (programs: readonly { file: string }[]): string[] => programs.map((program) => program.file);
  if (json) {
    const faults = mutants.map((mutant) => ({ file: mutant.file, fault: mutant.fault }));
    return JSON.stringify(
      { ...file, folder, references: names(references), alternatives: names(alternatives), mutants: faults },
      null,
      2,
    );
  }
  return [
    `${file.id} (upstream prompt ${file.upstreamPrompt ?? 'none'}; ${file.frameworks.join(', ')})`,
    '',
    file.prompt,
    '',
    'left open:',
    ...file.leftOpen.map((point) => `  - ${point}`),
    'right programs:',
    ...names([...references, ...alternatives]).map((name) => `  - ${name}`),
    'mutants:',
    ...mutants.map((mutant) => `  - ${mutant.file}: ${mutant.fault}`),
  ].join('\n');
}

const brief = ({
  id,
  upstreamPrompt,
  split,
  frameworks,
  prompt,
  tags,
  mutants,
  alternatives,
}: CaseDefinition): object => ({
  id,
  upstreamPrompt,
  split,
  frameworks,
  prompt,
  tags,
  mutants: mutants.length,
  alternatives: alternatives.length,
});

const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 3)}...` : text;
