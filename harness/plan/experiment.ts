import { z } from 'zod';
import { configurationSchema } from '../../ken/pipeline/configuration.ts';

const leaks = ['same-task', 'near', 'none'] as const;
const leak = z.enum(leaks);

/** Cases by what is known of them, in place of a list of ids. */
export const caseSelectionSchema = z.strictObject({
  /** `comparable`: tasks of the released test set; `clean`: tasks that no training source solves. */
  split: z.enum(['comparable', 'clean']).optional(),
  /** How near the nearest training program is, as the leak audit found it. */
  leak: z.union([leak, z.array(leak).min(1)]).optional(),
});

/** The switches of a configuration: what an experiment may vary. */
export const switches = Object.keys(configurationSchema.shape).filter((key) => key !== 'name');

/**
 * An experiment file, `harness/experiments/NAME.yaml`: which cases, models and configurations are crossed, and how often.
 * Strict: an unknown key stops the run before anything is spent.
 */
export const experimentSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+([-+][a-z0-9]+)*$/, 'must be lower-case words joined by hyphens'),
  description: z.string().trim().min(1),
  /** What it repeats: `Table 3`, `Figure 9`, `section 5.2.3`. */
  paper: z.string().trim().min(1).optional(),
  /** Ids of cases, `all`, or a choice by split and leak. Cases that lack a framework of a configuration are left out. */
  cases: z.union([z.literal('all'), z.array(z.string()).min(1), caseSelectionSchema]),
  /** Names of models. */
  models: z.array(z.string()).min(1),
  configurations: z.array(configurationSchema).min(1),
  /** The switches in which the configurations may differ; a difference in any other is an error. */
  varies: z.array(z.enum(switches as [string, ...string[]])).default([]),
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
export type CaseSelection = z.infer<typeof caseSelectionSchema>;
