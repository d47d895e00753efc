import { appendFile } from 'node:fs/promises';
import type { CaseDefinition } from '../cases/case.ts';
import type { LabelledProgram } from './agreement/labelled-programs.ts';
import { programIdentity } from './program-identity.ts';
import { readStoredLabels, type StoredLabel } from './stored-labels.ts';

/**
 * Appends the labels that readers agree on, of requests that have a case, to a file of stored labels. What is there
 * already is not written twice. Returns how many were added. Throws KenError('config') when a label contradicts the file.
 */
export async function storeLabels(
  labelled: readonly LabelledProgram[],
  cases: readonly CaseDefinition[],
  file: string,
): Promise<number> {
  await appendFile(file, '');
  const stored = await readStoredLabels(file);
  const lines: string[] = [];
  for (const { upstreamPrompt, framework, program: text, label, reasons } of labelled) {
    const definition = cases.find((each) => each.upstreamPrompt === upstreamPrompt);
    const program = { framework, text };
    if (!definition || label === 'ambiguous' || reasons.length === 0) continue;
    if (stored.find(definition.id, program)?.label === label) continue;
    const [why = ''] = reasons;
    const line: StoredLabel = {
      ...{ case: definition.id, program: programIdentity(program), label, readers: reasons.length, why },
    };
    lines.push(`${JSON.stringify(line)}\n`);
  }
  await appendFile(file, lines.join(''));
  await readStoredLabels(file);
  return lines.length;
}
