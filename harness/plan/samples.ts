/** A small catalogue and experiment for tests of everything that needs a plan. */
import { configurationSchema } from '../../ken/pipeline/configuration.ts';
import type { Experiment } from './experiment.ts';
import type { Catalogue } from './plan.ts';
import { sampleToolchain } from '../record/samples.ts';
import { sha256 } from '../record/cell-key.ts';

export const sampleCatalogue: Catalogue = {
  cases: ['fork-events', 'kill-signals', 'tcp-connect'].map((id, index) => ({
    id,
    hash: sha256(id),
    prompt: `Request of ${id}.`,
    upstreamPrompt: index,
    frameworks: ['bpftrace'],
    exposure: { split: 'comparable', leak: 'none' },
  })),
  models: [{ name: 'retrieval-baseline', kind: 'baseline', identity: { adapter: 'retrieval-baseline' } }],
  promptVersion: 'p1',
  toolchain: sampleToolchain,
};

export const sampleExperiment: Experiment = {
  name: 'sample',
  description: 'An experiment for tests.',
  cases: 'all',
  models: ['retrieval-baseline'],
  configurations: [
    configurationSchema.parse({ name: 'zero-shot' }),
    configurationSchema.parse({ name: 'feedback', attempts: 3, feedback: 'gate' }),
  ],
  varies: ['attempts', 'feedback'],
  trials: 2,
  seed: 7,
};
