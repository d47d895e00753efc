import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { auditLeaks, type LeakReport, type ShownPair } from '../../dataset-builder/pairs/leaks/audit-leaks.ts';
import type { Pair } from '../../dataset-builder/pairs/build/pair.ts';
import { KenError } from '../../ken/errors.ts';
import { frameworks } from '../../ken/program.ts';
import { fixedExamples } from '../../ken/prompter/fixed-examples.ts';
import type { CaseDefinition } from './case.ts';

export const leaksFile = fileURLToPath(new URL('../../corpora/pairs/leaks.json', import.meta.url));

const neighbourSchema = z.strictObject({
  id: z.string(),
  leak: z.enum(['same-task', 'near', 'none']),
  prompt: z.number(),
  shingles: z.number(),
  hooks: z.number(),
});

const leaksSchema = z.strictObject({
  /** Hash of the pairs and fixed examples that the cases were compared with. */
  shown: z.string(),
  cases: z.record(
    z.string(),
    z.strictObject({
      /** Hash of prompt and right answers: an entry of an edited case is out of date. */
      content: z.string(),
      leak: neighbourSchema.shape.leak,
      nearest: z.array(neighbourSchema),
    }),
  ),
});

export type Leaks = z.infer<typeof leaksSchema>;
/** `unknown`: the audit has not seen the case as it is now. */
export type CaseLeak = LeakReport['leak'] | 'unknown';

/** Compares every case with the entries of a build and with the fixed examples of the prompter. */
export async function auditCases(cases: readonly CaseDefinition[], pairs: readonly Pair[]): Promise<Leaks> {
  const shown = [...shownPairs(pairs), ...examples()];
  const reports = await auditLeaks(
    cases.map((definition) => ({ id: definition.id, prompt: definition.prompt, programs: rightAnswers(definition) })),
    shown,
  );
  return {
    shown: createHash('sha256').update(JSON.stringify(shown)).digest('hex'),
    cases: Object.fromEntries(
      reports.map(({ id, leak, nearest }, index) => {
        const definition = cases[index];
        return [id, { content: definition ? contentHash(definition) : '', leak, nearest }];
      }),
    ),
  };
}

/** The committed audit; empty when there is none. */
export async function readLeaks(file: string = leaksFile): Promise<Leaks> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '{"shown":"","cases":{}}';
    throw new KenError('storage', `${file} cannot be read`, { cause: error });
  });
  const parsed = leaksSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new KenError('config', `${file}: ${z.prettifyError(parsed.error)}`, {
    hint: 'Write it anew with: ken pairs leaks --write',
  });
}

export async function writeLeaks(leaks: Leaks, file: string = leaksFile): Promise<void> {
  await writeFile(file, `${JSON.stringify(leaks, null, 2)}\n`);
}

export function leakOfCase(definition: CaseDefinition, leaks: Leaks): CaseLeak {
  const entry = leaks.cases[definition.id];
  return entry?.content === contentHash(definition) ? entry.leak : 'unknown';
}

/** Split and leak class of a case, as runs record them. */
export function exposureOf(
  definition: CaseDefinition,
  leaks: Leaks,
): { split: CaseDefinition['split']; leak: CaseLeak } {
  return { split: definition.split, leak: leakOfCase(definition, leaks) };
}

function contentHash(definition: CaseDefinition): string {
  const texts = rightAnswers(definition).map(({ framework, text }) => [framework, text]);
  return createHash('sha256')
    .update(JSON.stringify([definition.prompt, texts]))
    .digest('hex')
    .slice(0, 16);
}

function rightAnswers({ references, alternatives }: CaseDefinition): CaseDefinition['references'] {
  return [...references, ...alternatives];
}

/** Every entry with a request: whether a gate has accepted it yet must not change what counts as a leak. */
function shownPairs(pairs: readonly Pair[]): ShownPair[] {
  return pairs
    .filter(({ prompt, leftOut }) => prompt !== null && !leftOut.some((reason) => reason.startsWith('rejected')))
    .map(({ id, prompts, framework, program }) => {
      return { id, prompts: prompts.map(({ text }) => text), framework, text: program };
    });
}

function examples(): ShownPair[] {
  return frameworks.flatMap((framework) =>
    fixedExamples[framework].map(({ id, prompt, program }) => {
      return { id, prompts: [prompt], framework, text: program };
    }),
  );
}
