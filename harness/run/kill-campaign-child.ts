/** The process that the kill campaign kills: a real run of synthetic cells, which prints each key once it is safe. */
import { writeSync } from 'node:fs';
import { makePlan } from '../plan/plan.ts';
import { sampleCatalogue, sampleExperiment } from '../plan/samples.ts';
import { executePlan } from './execute-plan.ts';
import { openRun } from './open-run.ts';
import { syntheticRunner } from './synthetic-runner.ts';

const [resultsFolder = '', cells = '0'] = process.argv.slice(2);
const trials = Math.ceil(Number(cells) / 6);
const plan = makePlan({ ...sampleExperiment, trials }, sampleCatalogue);
const { run } = await openRun(plan, {
  resultsFolder,
  fresh: false,
  now: new Date(),
  random: Math.random(),
  provenance: {},
});
const never = new AbortController().signal;
writeSync(1, 'ready\n');
await executePlan({
  plan,
  run,
  runner: syntheticRunner({ concurrency: 8, milliseconds: 30, filler: 20_000 }),
  reporter: {
    start: () => undefined,
    cellEnd: (record) => void writeSync(1, `${record.key}\n`),
    note: () => undefined,
    end: () => undefined,
  },
  drain: never,
  abort: never,
});
await run.close();
