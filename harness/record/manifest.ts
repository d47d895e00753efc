import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KenError } from '../../ken/errors.ts';
import { modelKinds, parseLine, toolchainSchema } from './record.ts';
import { storageError } from './storage-error.ts';
import { writeAtomically } from './write-atomically.ts';

/** How far what a model is shown may give a case's answer away. Runs of before the audit do not say it. */
export const exposureSchema = z.object({
  split: z.enum(['comparable', 'clean']).optional(),
  /** Nearest neighbour of the case among training pairs and fixed examples; `unknown`: not audited as it is. */
  leak: z.enum(['same-task', 'near', 'none', 'unknown']).optional(),
});

export type Exposure = z.infer<typeof exposureSchema>;

/** What a run was asked to do and with what; written once, before the first cell. */
export const manifestSchema = z.object({
  v: z.literal(1),
  /** Name of the run's folder. */
  run: z.string(),
  experiment: z.string(),
  description: z.string(),
  /** `experiment`: cells were run here. `import`: results of somebody else, brought into this format. */
  kind: z.enum(['experiment', 'import']),
  createdAt: z.string(),
  /** Hash of the plan: a run is resumed only by the same plan. */
  planHash: z.string(),
  plannedCells: z.number().int(),
  /** True when --limit left cells out: for trying things, not for a paper. */
  partial: z.boolean(),
  seed: z.number().int(),
  trials: z.number().int(),
  /** In the order of every table. */
  cases: z.array(
    z.object({
      id: z.string(),
      hash: z.string(),
      prompt: z.string(),
      upstreamPrompt: z.number().int().nullable(),
      ...exposureSchema.shape,
    }),
  ),
  configurations: z.array(z.looseObject({ name: z.string() })),
  models: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(modelKinds),
      identity: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      /** What no answer depends on; runs of before do not say it. */
      facts: z
        .object({
          prices: z.object({ input: z.number(), output: z.number() }).nullable(),
          contextTokens: z.number().nullable(),
          leaves: z.enum(['nothing', 'prompts']),
          receiver: z.string().nullable(),
        })
        .optional(),
    }),
  ),
  promptVersion: z.string(),
  toolchain: toolchainSchema.nullable(),
  /** The training pairs that were shown from, with the hash of their embeddings and content; runs of before do not say it. */
  trainSet: z.object({ identity: z.string(), pairs: z.number().int() }).optional(),
  /** The contracts that annotations rest on; null when no configuration uses them. Runs of before do not say it. */
  contracts: z.object({ kernel: z.string(), version: z.string(), hash: z.string() }).nullable().optional(),
  /** Only where a configuration learns: how lessons are told, and what the results hold for. */
  learning: z.object({ version: z.string(), order: z.string() }).optional(),
  /** Where it was made: versions, commit, command line. Names of variables at most, never values. */
  provenance: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export type Manifest = z.infer<typeof manifestSchema>;

export async function writeManifest(runFolder: string, manifest: Manifest): Promise<void> {
  await writeAtomically(
    join(runFolder, 'manifest.json'),
    `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`,
  );
}

/** Reads a run's manifest; a `KenError('usage')` when the folder is not a run. */
export async function readManifest(runFolder: string): Promise<Manifest> {
  const path = join(runFolder, 'manifest.json');
  const found = await stat(path).then(
    () => true,
    () => false,
  );
  if (!found) {
    throw new KenError('usage', `${runFolder} is not a run: it has no manifest.json`, {
      hint: 'give the folder of a run, such as one that `ken status` lists',
    });
  }
  try {
    return parseLine(manifestSchema, await readFile(path, 'utf8'), path);
  } catch (error) {
    throw storageError(`cannot read ${path}`, error);
  }
}
