import { relative } from 'node:path';
import { KenError, quote } from '../../ken/errors.ts';
import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import type { Configuration } from '../../ken/pipeline/configuration.ts';
import { loadExperiment } from '../plan/load-experiment.ts';
import { overrideExperiment, refuseUnbuiltConfigurations } from '../plan/override-experiment.ts';
import { openCatalogue, projectFolder } from '../plan/open-catalogue.ts';
import type { OpenCatalogue } from '../plan/open-catalogue.ts';
import { makePlan, parseLimit } from '../plan/plan.ts';
import type { Plan, PlanOptions } from '../plan/plan.ts';
import { finishedCells } from '../record/read-records.ts';
import type { CellRunner } from './cell-runner.ts';
import { executePlan } from './execute-plan.ts';
import { interruptedStatus, listenForInterruption } from './interruption.ts';
import { jsonReporter } from './json-events.ts';
import { openRun } from './open-run.ts';
import { progressReporter } from './progress.ts';
import { provenanceOf } from './provenance.ts';
import { combineReporters } from './run-reporter.ts';
import { writeSummary } from './run-summary.ts';
import { readStoredLabels } from '../judge/stored-labels.ts';
import type { SynthesisParts } from './synthesis-runner.ts';

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
  json?: boolean;
}

/**
 * `ken run EXPERIMENT`: what the plan lacks. Exit status 0 every cell is done; 3 some are errors; 130 or 143 interrupted,
 * and the same command goes on.
 */
export async function runExperiment(name: string, request: RunRequest): Promise<void> {
  const say = (text: string): void => console.error(text);
  const experiment = overrideExperiment(await loadExperiment(name), request);
  refuseUnbuiltConfigurations(experiment);
  const options = planOptions(request);
  const concurrency = wholeNumber('--concurrency', request.concurrency, 1);
  const { buildImage } = await import('../../ken/kernel/image/build.ts');
  const image = await buildImage({ progress: say });
  const opened = await openCatalogue(experiment, image);
  const plan = makePlan(experiment, opened.catalogue, options);
  const { run, resumed } = await openRun(plan, {
    resultsFolder: request.results,
    fresh: request.new ?? false,
    ...(request.resume !== undefined && { resume: request.resume }),
    now: new Date(),
    random: Math.random(),
    provenance: await provenanceOf(projectFolder, process.argv.slice(2)),
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
    runner = (await nothingLeft(plan, run.path))
      ? idleRunner
      : await openRunner(opened, experiment.configurations, concurrency, say);
    const { drain, abort } = interruption;
    const summary = await executePlan({
      plan,
      run,
      runner,
      reporter,
      drain,
      abort,
      ...(concurrency !== undefined && { concurrency }),
    });
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

function wholeNumber(flag: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value >= 2 ** 31) {
    throw new KenError('usage', `${flag} must be a whole number from ${least}, not ${quote(text)}`);
  }
  return value;
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

async function openRunner(
  opened: OpenCatalogue,
  configurations: readonly Configuration[],
  concurrency: number | undefined,
  progress: (text: string) => void,
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
    models,
    memory,
    cases,
    ...(await openSymbolic(configurations, pool, progress)),
  });
}

/** The compiler, the solver and the contracts are opened only for experiments that verify. */
async function openSymbolic(
  configurations: readonly Configuration[],
  pool: GuestPool,
  progress: (text: string) => void,
): Promise<Pick<SynthesisParts, 'symbolic' | 'closeSymbolic'>> {
  if (configurations.every(({ comprehension }) => comprehension === 'off')) return { symbolic: null };
  const { openComprehension } = await import('./open-comprehension.ts');
  const { verifier, comprehension } = await openComprehension(pool, progress);
  return {
    symbolic: (model, kind) => ({ verifier, comprehension: comprehension(kind, model) }),
    closeSymbolic: () => verifier.close(),
  };
}

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
