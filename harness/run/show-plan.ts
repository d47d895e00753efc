import { builtContracts, usesContracts } from '../plan/contracts-of-kernel.ts';
import { loadExperiment } from '../plan/load-experiment.ts';
import { overrideExperiment } from '../plan/override-experiment.ts';
import { builtImage, openCatalogue } from '../plan/open-catalogue.ts';
import { makePlan } from '../plan/plan.ts';
import { newestRunOfPlan } from '../record/find-runs.ts';
import { finishedCells } from '../record/read-records.ts';
import { planOptions } from './run-experiment.ts';
import type { RunRequest } from './run-experiment.ts';

/** `ken plan EXPERIMENT`: counts cells, done and to do. Asks no model and boots nothing. */
export async function showPlan(
  name: string,
  request: Pick<RunRequest, 'results' | 'model' | 'configuration' | 'limit' | 'trials' | 'seed' | 'json'>,
): Promise<void> {
  const experiment = overrideExperiment(await loadExperiment(name), request);
  const options = planOptions(request);
  const image = await builtImage();
  if (!image) {
    // Keys hold the image's identity: without an image nothing can have been done.
    showNothing(experiment.name, 'image', 'the guest image is not built yet', 'ken image build', request.json);
    return;
  }
  if (experiment.configurations.some(usesContracts) && (await builtContracts(image.kernel)) === null) {
    const missing = `the contracts of ${image.kernel} are not built yet`;
    showNothing(experiment.name, 'contracts', missing, 'ken contracts build', request.json);
    return;
  }
  const { catalogue } = await openCatalogue(experiment, image);
  const plan = makePlan(experiment, catalogue, options);
  const run = await newestRunOfPlan(request.results, plan.hash);
  const finished = run ? await finishedCells(run.path) : new Map<string, 'done' | 'error'>();
  const done = plan.cells.filter((cell) => finished.get(cell.key) === 'done').length;
  const errors = plan.cells.filter((cell) => finished.get(cell.key) === 'error').length;
  const counts = { cells: plan.cells.length, done, errors, toDo: plan.cells.length - done };
  if (request.json) {
    const { hash, partial, promptVersion, toolchain } = plan;
    const cells = plan.cells.map((cell) => ({
      key: cell.key,
      case: cell.case.id,
      configuration: cell.configuration.name,
      model: cell.model.name,
      trial: cell.trial,
      status: finished.get(cell.key) ?? null,
    }));
    const summary = { experiment: experiment.name, ...counts, planHash: hash, partial, promptVersion, toolchain };
    console.log(JSON.stringify({ ...summary, run: run?.manifest.run ?? null, plan: cells }));
    return;
  }
  const { cases, models } = plan;
  const configurations = experiment.configurations.map((configuration) => configuration.name);
  console.log(`${experiment.name}: ${experiment.description}`);
  const left = plan.casesLeftOut.length;
  console.log(
    `  cases           ${cases.length}${left > 0 ? ` (${left} more lack a framework and are left out)` : ''}`,
  );
  console.log(`  configurations  ${configurations.join(', ')}`);
  console.log(`  models          ${models.map((model) => `${model.name} (${model.kind})`).join(', ')}`);
  console.log(`  trials          ${plan.experiment.trials}, seed ${plan.experiment.seed}`);
  console.log(
    `  cells           ${counts.cells}: ${done} done, ${counts.toDo} to do${errors > 0 ? ` (${errors} of them errors, to be repeated)` : ''}${plan.partial ? ', partial' : ''}`,
  );
  console.log(`  run             ${run ? run.manifest.run : 'none yet'}`);
}

/** What keys depend on is not there: nothing can have been done, and cells have no keys yet. */
function showNothing(name: string, what: string, missing: string, command: string, json: boolean | undefined): void {
  if (json) console.log(JSON.stringify({ experiment: name, [what]: null, cells: null, done: 0, toDo: null }));
  else console.log(`${name}: ${missing}, so nothing is done; \`${command}\` builds it`);
}
