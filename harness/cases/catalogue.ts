import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { KenError, quote } from '../../ken/errors.ts';
import type { CaseDefinition } from './case.ts';
import { didYouMean } from './closest-name.ts';
import { readCase } from './read-case.ts';

/** The cases of this checkout. */
export const casesFolder = fileURLToPath(new URL('../../corpora/cases', import.meta.url));

/** Every case, sorted by id. A broken one is a `KenError('config')`; two cases may not claim one upstream prompt. */
export async function readCases(folder: string = casesFolder): Promise<CaseDefinition[]> {
  const ids = await caseIds(folder);
  const cases = await Promise.all(ids.map((id) => readCase(path.join(folder, id))));
  const claimed = new Map<number, string>();
  for (const { id, upstreamPrompt } of cases) {
    const other = upstreamPrompt === null ? undefined : claimed.get(upstreamPrompt);
    if (other !== undefined)
      throw new KenError(
        'config',
        `the cases ${quote(other)} and ${quote(id)} both name upstreamPrompt ${upstreamPrompt}`,
      );
    if (upstreamPrompt !== null) claimed.set(upstreamPrompt, id);
  }
  return cases;
}

/** The cases with these ids, in this order; only their folders are read. An unknown id is a `KenError('usage')`. */
export async function readCasesById(ids: readonly string[], folder: string = casesFolder): Promise<CaseDefinition[]> {
  const known = await caseIds(folder);
  for (const id of ids) {
    if (!known.includes(id))
      throw new KenError('usage', `there is no case ${quote(id)}${didYouMean(id, known)}`, {
        hint: '`ken cases list` shows all cases.',
      });
  }
  return Promise.all([...new Set(ids)].map((id) => readCase(path.join(folder, id))));
}

/** The case that a program answers: by id, or by the line (from 1) of the released test set. Undefined: there is none. */
export function findCase(
  cases: readonly CaseDefinition[],
  wanted: { case?: string | undefined; upstreamPrompt?: number | undefined },
): CaseDefinition | undefined {
  if (wanted.case !== undefined) return cases.find(({ id }) => id === wanted.case);
  if (wanted.upstreamPrompt === undefined) return undefined;
  return cases.find(({ upstreamPrompt }) => upstreamPrompt === wanted.upstreamPrompt);
}

async function caseIds(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new KenError('config', `the folder of the cases cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
