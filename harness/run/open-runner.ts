import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import { openExperience } from '../../ken/memory/experience.ts';
import type { ProbeIndex } from '../../ken/synthesis/search-probes.ts';
import { readStoredLabels } from '../judge/stored-labels.ts';
import { refuseOtherContracts } from '../plan/contracts-of-kernel.ts';
import type { OpenCatalogue } from '../plan/open-catalogue.ts';
import type { Plan } from '../plan/plan.ts';
import type { CellRunner } from './cell-runner.ts';
import { lessonsBefore } from './lessons-before.ts';
import type { SynthesisParts } from './synthesis-runner.ts';

/**
 * Opens guests, gate, prompter and, where a configuration asks for it, the verifier: what real cells need. Cells that learn
 * also need the folder whose records hold what was learned before.
 */
export async function openRunner(
  opened: OpenCatalogue,
  plan: Plan,
  concurrency: number | undefined,
  progress: (text: string) => void,
  runFolder?: string,
): Promise<CellRunner> {
  const { openGuestPool } = await import('../../ken/kernel/guest/pool.ts');
  const { createGate } = await import('../../ken/kernel/gate/gate.ts');
  const { createPrompter } = await import('../../ken/prompter/create-prompter.ts');
  const { synthesisRunner } = await import('./synthesis-runner.ts');
  const pool = await openGuestPool({ progress, ...(concurrency !== undefined && { size: concurrency }) });
  const { models, memory, cases } = opened;
  return synthesisRunner({
    further: { identity: true, labels: await readStoredLabels() },
    pool,
    gate: createGate(pool),
    prompter: createPrompter(pool.identity),
    probes: await openProbes(plan, pool),
    models,
    memory,
    cases,
    ...(runFolder !== undefined && {
      experience: async (cell) => openExperience({ memory, lessons: await lessonsBefore(cell, plan.cells, runFolder) }),
    }),
    ...(await openSymbolic(plan, pool, progress)),
  });
}

async function openProbes({ experiment }: Plan, pool: GuestPool): Promise<ProbeIndex | null> {
  if (!experiment.configurations.some(({ probeSearch }) => probeSearch)) return null;
  const { openProbeIndex } = await import('../../ken/synthesis/search-probes.ts');
  return openProbeIndex(pool.identity.tree);
}

/** The compiler, the solver and the contracts are opened only for experiments that verify. */
async function openSymbolic(
  { experiment, contracts: planned }: Plan,
  pool: GuestPool,
  progress: (text: string) => void,
): Promise<Pick<SynthesisParts, 'symbolic' | 'closeSymbolic'>> {
  if (experiment.configurations.every(({ comprehension }) => comprehension === 'off')) return { symbolic: null };
  const { openComprehension } = await import('./open-comprehension.ts');
  const { verifier, comprehension, contracts } = await openComprehension(pool, progress);
  refuseOtherContracts(planned, contracts);
  return {
    symbolic: (model, kind) => ({ verifier, comprehension: comprehension(kind, model) }),
    closeSymbolic: () => verifier.close(),
  };
}
