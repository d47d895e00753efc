import { relative } from 'node:path';
import { KenError } from '../../ken/errors.ts';
import { loadExperiment } from '../plan/load-experiment.ts';
import { overrideExperiment } from '../plan/override-experiment.ts';
import { makeContracts, usesContracts } from '../plan/contracts-of-kernel.ts';
import { openCatalogue, projectFolder } from '../plan/open-catalogue.ts';
import { makePlan, parseLimit } from '../plan/plan.ts';
import type { Plan, PlanOptions } from '../plan/plan.ts';
import { finishedCells } from '../record/read-records.ts';
import type { CellRunner } from './cell-runner.ts';
import { executePlan } from './execute-plan.ts';
import type { RunSummary } from './execute-plan.ts';
import { interruptedStatus, listenForInterruption } from './interruption.ts';
import { jsonReporter } from './json-events.ts';
import { openRun } from './open-run.ts';
import { openRunner } from './open-runner.ts';
import { progressReporter } from './progress.ts';
import { provenanceOf } from './provenance.ts';
import { withoutPasswords } from './queue/queue-url.ts';
import { combineReporters } from './run-reporter.ts';
import { writeSummary } from './run-summary.ts';
import { wholeNumber } from './whole-number.ts';

/** Options of `ken run`, as commander gives them. */
export interface RunRequest {
  results: string;
  new?: boolean;
  resume?: string;
  model?: string[];
  configuration?: string[];
  limit?: string;
  trials?: string;
  seed?: string;
  concurrency?: string;
  /** Address of a Redis server whose workers run the cells. */
  queue?: string;
  json?: boolean;
}

/**
 * `ken run EXPERIMENT`: what the plan lacks. Exit status 0 every cell is done; 3 some are errors; 130 or 143 interrupted,
 * and the same command goes on.
 */
export async function runExperiment(name: string, request: RunRequest): Promise<void> {
  const say = (text: string): void => console.error(text);
  const experiment = overrideExperiment(await loadExperiment(name), request);
  const options = planOptions(request);
  const concurrency = wholeNumber('--concurrency', request.concurrency, 1);
  if (request.queue !== undefined) await checkQueue(request.queue, concurrency);
  const { buildImage } = await import('../../ken/kernel/image/build.ts');
  const image = await buildImage({ progress: say });
  // Their hash is a part of the cells' keys.
  if (experiment.configurations.some(usesContracts)) await makeContracts(image.kernel, say);
  const opened = await openCatalogue(experiment, image);
  const plan = makePlan(experiment, opened.catalogue, options);
  if (request.queue !== undefined) refuseLearning(plan);
  const { run, resumed } = await openRun(plan, {
    resultsFolder: request.results,
    fresh: request.new ?? false,
    ...(request.resume !== undefined && { resume: request.resume }),
    now: new Date(),
    random: Math.random(),
    provenance: await provenanceOf(projectFolder, withoutPasswords(process.argv.slice(2))),
  });
  const progress = progressReporter({
    terminal: process.stderr.isTTY && process.env['CI'] === undefined,
    columns: process.stderr.columns,
    write: (text) => process.stderr.write(text),
    now: () => performance.now(),
  });
  const reporter = request.json
    ? combineReporters(
        progress,
        jsonReporter(run.path, (line) => process.stdout.write(line)),
      )
    : progress;
  const interruption = listenForInterruption((count) =>
    reporter.note(count === 1 ? 'finishing the cells in flight; once more to abort them' : 'aborting'),
  );
  let runner: CellRunner | null = null;
  try {
    say(`${resumed ? 'going on with' : 'new run'} ${shown(run.path)}`);
    for (const notice of run.notices) reporter.note(notice);
    const { drain, abort } = interruption;
    let summary: RunSummary;
    if (request.queue === undefined) {
      runner = (await nothingLeft(plan, run.path))
        ? idleRunner
        : await openRunner(opened, plan, concurrency, say, run.path);
      summary = await executePlan({
        ...{ plan, run, runner, reporter, drain, abort },
        ...(concurrency !== undefined && { concurrency }),
      });
    } else {
      const { runOnQueue } = await import('./queue/run-on-queue.ts');
      summary = await runOnQueue(request.queue, { plan, run, reporter, drain, abort, limit: options.limit });
    }
    if (interruption.signal !== null) process.exitCode = interruptedStatus(interruption.signal);
    else if (summary.errors > 0) process.exitCode = 3;
  } finally {
    await runner?.close();
    await run.close();
    interruption.dispose();
  }
  await writeSummary(run.path);
  say(`records in ${shown(run.path)}; \`ken report ${run.manifest.run}\` makes the report`);
}

/** Trials, seed and limit of a command line; a wrong one is a `KenError('usage')` that quotes it. */
export function planOptions(request: Pick<RunRequest, 'limit' | 'trials' | 'seed'>): PlanOptions {
  const trials = wholeNumber('--trials', request.trials, 1);
  const seed = wholeNumber('--seed', request.seed, 0);
  return {
    ...(trials !== undefined && { trials }),
    ...(seed !== undefined && { seed }),
    ...(request.limit !== undefined && { limit: parseLimit(request.limit) }),
  };
}

/** Whatever is wrong with the queue shows before a run folder is made. */
async function checkQueue(url: string, concurrency: number | undefined): Promise<void> {
  if (concurrency !== undefined) {
    throw new KenError('usage', `--concurrency ${concurrency} and --queue do not go together`, {
      hint: 'say it to the workers: ken worker --queue URL --concurrency N',
    });
  }
  const { connectQueue } = await import('./queue/connect.ts');
  await (await connectQueue(url)).close();
}

/** A cell that learns needs what the cells before it taught, and that lies in the run folder of this process. */
function refuseLearning({ cells }: Plan): void {
  const learner = cells.find((cell) => cell.learning);
  if (!learner) return;
  throw new KenError('usage', `configuration ${learner.configuration.name} learns, and --queue cannot run it`, {
    hint: 'leave --queue out: its cells run one after another anyway; or name others with --configuration',
  });
}

async function nothingLeft(plan: Plan, runFolder: string): Promise<boolean> {
  const finished = await finishedCells(runFolder);
  return plan.cells.every((cell) => finished.get(cell.key) === 'done');
}

const idleRunner: CellRunner = {
  concurrency: 1,
  run: () => Promise.reject(new KenError('internal', 'there was nothing to run')),
  close: () => Promise.resolve(),
};

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
