import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readCases } from '../harness/cases/catalogue.ts';
import type { CaseDefinition } from '../harness/cases/case.ts';
import type { Program } from '../ken/program.ts';

/** The bpftrace reference of every case. */
export async function referencePrograms(): Promise<{ definition: CaseDefinition; program: Program }[]> {
  const cases = await readCases();
  return Promise.all(
    cases.map(async (definition) => ({
      definition,
      program: { framework: 'bpftrace', text: await readFile(path.join(definition.folder, 'reference.bt'), 'utf8') },
    })),
  );
}
