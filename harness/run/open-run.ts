import { KenError } from '../../ken/errors.ts';
import { learningVersion } from '../../ken/prompter/learned-section.ts';
import { canonicalJson } from '../record/canonical-json.ts';
import { findRun, newestRunOfPlan, newRunName } from '../record/find-runs.ts';
import { readManifest } from '../record/manifest.ts';
import type { Manifest } from '../record/manifest.ts';
import { RunFolder } from '../record/run-folder.ts';
import type { Plan } from '../plan/plan.ts';

export interface OpenRunOptions {
  resultsFolder: string;
  /** Start afresh even when a run of this plan exists. */
  fresh: boolean;
  /** Name or path of the run to resume. */
  resume?: string;
  now: Date;
  random: number;
  provenance: Manifest['provenance'];
}

/** Opens the newest run of the same plan to go on with it, or makes a new one. */
export async function openRun(plan: Plan, options: OpenRunOptions): Promise<{ run: RunFolder; resumed: boolean }> {
  if (options.resume !== undefined) {
    const path = await findRun(options.resume, options.resultsFolder);
    refuseOtherPlan(plan, await readManifest(path));
    return { run: await RunFolder.open(path), resumed: true };
  }
  const existing = options.fresh ? null : await newestRunOfPlan(options.resultsFolder, plan.hash);
  if (existing) return { run: await RunFolder.open(existing.path), resumed: true };
  return { run: await RunFolder.create(options.resultsFolder, manifestOf(plan, options)), resumed: false };
}

function manifestOf(plan: Plan, options: OpenRunOptions): Manifest {
  const { experiment } = plan;
  return {
    v: 1,
    run: newRunName(experiment.name, options.now, options.random),
    experiment: experiment.name,
    description: experiment.description,
    kind: 'experiment',
    createdAt: options.now.toISOString(),
    planHash: plan.hash,
    plannedCells: plan.cells.length,
    partial: plan.partial,
    seed: experiment.seed,
    trials: experiment.trials,
    cases: plan.cases.map(({ id, hash, prompt, upstreamPrompt, exposure }) => {
      return { id, hash, prompt, upstreamPrompt, ...exposure };
    }),
    configurations: experiment.configurations,
    models: plan.models.map(({ name, kind, identity, facts }) => {
      return { name, kind, identity: { ...identity }, ...(facts && { facts }) };
    }),
    promptVersion: plan.promptVersion,
    toolchain: plan.toolchain,
    ...(plan.trainSet && { trainSet: plan.trainSet }),
    contracts: plan.contracts,
    ...(plan.cells.some((cell) => cell.learning) && { learning: { version: learningVersion, order: learningOrder } }),
    provenance: options.provenance,
  };
}

const learningOrder =
  'the cases of a configuration that learns were run one after another in the order of this manifest, each knowing what ' +
  'those before it in the same trial taught; another order gives other results';

/** A change that alters the cells of a run cannot be resumed: says which part differs. */
function refuseOtherPlan(plan: Plan, manifest: Manifest): void {
  if (manifest.planHash === plan.hash) return;
  const pairs: [string, unknown, unknown][] = [
    ['experiment', manifest.experiment, plan.experiment.name],
    ['seed', manifest.seed, plan.experiment.seed],
    ['trials', manifest.trials, plan.experiment.trials],
    ['prompt version', manifest.promptVersion, plan.promptVersion],
    ['toolchain', manifest.toolchain, plan.toolchain],
    ['contracts', manifest.contracts ?? null, plan.contracts],
    ['configurations', manifest.configurations, plan.experiment.configurations],
    ['models', manifest.models.map((model) => model.identity), plan.models.map((model) => model.identity)],
    ['cases', manifest.cases.map((entry) => entry.hash), plan.cases.map((entry) => entry.hash)],
    ['number of cells', manifest.plannedCells, plan.cells.length],
  ];
  const changed = pairs.filter(([, was, is]) => canonicalJson(was) !== canonicalJson(is)).map(([name]) => name);
  throw new KenError('usage', `run ${manifest.run} has another plan: ${changed.join(', ') || 'the limit'} changed`, {
    hint: 'start a new run with --new, or undo the change',
  });
}
