import { z } from 'zod';
import { configurationSchema } from '../../ken/pipeline/configuration.ts';

/**
 * An experiment file, `harness/experiments/NAME.yaml`: which cases, models and configurations are crossed, and how often.
 * Strict: an unknown key stops the run before anything is spent.
 */
export const experimentSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+([-+][a-z0-9]+)*$/, 'must be lower-case words joined by hyphens'),
  description: z.string().trim().min(1),
  /** Ids of cases, or `all`. */
  cases: z.union([z.literal('all'), z.array(z.string()).min(1)]),
  /** Names of models. */
  models: z.array(z.string()).min(1),
  configurations: z.array(configurationSchema).min(1),
  /** Independent repeats of every cell, for statistics. */
  trials: z.number().int().min(1).max(1000).default(1),
  /** All randomness comes from this number and the cell's key. */
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
});

export type Experiment = z.infer<typeof experimentSchema>;
