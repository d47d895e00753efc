import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KenError } from '../../ken/errors.ts';
import { openExperience } from '../../ken/memory/experience.ts';
import { openMemory } from '../../ken/memory/open-memory.ts';
import type { Memory } from '../../ken/memory/memory.ts';
import type { Model } from '../../ken/models/model.ts';
import { configurationSchema } from '../../ken/pipeline/configuration.ts';
import { scriptedGate } from '../../ken/pipeline/scripted-gate.ts';
import { synthesise } from '../../ken/pipeline/synthesise.ts';
import { createPrompter } from '../../ken/prompter/create-prompter.ts';
import { makePlan } from '../plan/plan.ts';
import type { Cell, Plan } from '../plan/plan.ts';
import { sampleCatalogue, sampleExperiment } from '../plan/samples.ts';
import { sha256 } from '../record/cell-key.ts';
import { readManifest } from '../record/manifest.ts';
import { readRecords } from '../record/read-records.ts';
import { noSeconds } from '../record/record.ts';
import { readTranscript } from '../record/transcript.ts';
import type { CellRunner } from './cell-runner.ts';
import { executePlan } from './execute-plan.ts';
import { lessonsBefore } from './lessons-before.ts';
import { openRun } from './open-run.ts';
import type { RunReporter } from './run-reporter.ts';

let results: string;
let memory: Memory;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'ken-learning-'));
  const pair = { id: 'pair', prompt: 'Something else', program: 'BEGIN { }', framework: 'bpftrace' as const };
  memory = await openMemory({ pairs: [{ ...pair, source: 'own sample' }] });
});
afterEach(() => rm(results, { recursive: true, force: true }));

const learns = configurationSchema.parse({ name: 'learns', retrieval: 'vector', examples: 8, learning: 'on' });
const stays = configurationSchema.parse({ name: 'stays', retrieval: 'vector', examples: 8 });
const experiment = { ...sampleExperiment, configurations: [stays, learns], varies: ['learning'] };
const plan = makePlan(experiment, sampleCatalogue);
const nothing = (): void => undefined;

/** A model whose program says how many programs it was shown, and a gate that refuses the case kill-signals. */
function runner(run: string, options: { failing?: (cell: Cell) => boolean; concurrency?: number } = {}): CellRunner {
  const model: Model = {
    ...{ name: 'counting', kind: 'generative', identity: {}, close: () => Promise.resolve() },
    ask({ messages, task }) {
      const text = messages.at(-1)?.content ?? '';
      const shown = [...text.matchAll(/^Example \d+: (.*)$/gm)].map((match) => match[1] ?? '').sort();
      const warned = [...text.matchAll(/^Case \d+: (.*)$/gm)].map((match) => match[1] ?? '').sort();
      const reply = { usage: null, finishReason: 'stop', seconds: 0, retries: [], recorded: false };
      const program = `BEGIN { printf("${[task.caseId, ...shown, ...warned].join('|')}"); }`;
      return Promise.resolve({ ...reply, text: program });
    },
  };
  return {
    concurrency: options.concurrency ?? 4,
    async run(cell, { seed }) {
      if (options.failing?.(cell)) throw new KenError('provider', 'no answer');
      const { configuration, trial } = cell;
      const request = { caseId: cell.case.id, prompt: cell.case.prompt, framework: configuration.framework };
      const experience =
        configuration.learning === 'on'
          ? await openExperience({ memory, lessons: await lessonsBefore(cell, plan.cells, run) })
          : null;
      const gate = scriptedGate([cell.case.id === 'kill-signals' ? { status: 'rejected', diagnostic: 'no' } : {}]);
      const prompter = createPrompter({ kernel: 'k', bpftrace: 'b' });
      const parts = { model, memory, experience, gate, prompter, seed, trial };
      const { attempts, verified, lessons } = await synthesise(request, configuration, parts);
      return {
        result: {
          outcome: verified ? 'A' : 'FN',
          ...{ gate: null, judgement: null, attempts: 1, verdict: null, seconds: noSeconds, tokens: null },
          ...{ recorded: false, toolchain: null, programHash: sha256(attempts[0]?.candidate?.text ?? '') },
        },
        transcript: { attempts, verified, judge: null, ...(lessons && { lessons }) },
      };
    },
    close: () => Promise.resolve(),
  };
}

interface Executed {
  path: string;
  notes: string[];
  left: number;
}

async function execute(
  options: Parameters<typeof runner>[1] & { stopAfter?: number; fresh?: boolean; planned?: Plan } = {},
): Promise<Executed> {
  const planned = options.planned ?? plan;
  const { run } = await openRun(planned, {
    ...{ resultsFolder: results, fresh: options.fresh ?? false, now: new Date(), random: Math.random() },
    provenance: {},
  });
  const drain = new AbortController();
  const notes: string[] = [];
  let ended = 0;
  const reporter: RunReporter = {
    ...{ start: nothing, end: nothing, note: (text) => notes.push(text) },
    cellEnd: () => {
      ended += 1;
      if (ended === options.stopAfter) drain.abort();
    },
  };
  const abort = new AbortController().signal;
  const { left } = await executePlan({
    ...{ plan: planned, run, runner: runner(run.path, options), reporter, drain: drain.signal, abort },
  });
  await run.close();
  return { path: run.path, notes, left };
}

async function programs(path: string, configuration: string): Promise<string[]> {
  const found = new Map<string, string>();
  for await (const record of readRecords(path)) {
    if (record.configuration !== configuration || !record.transcript) continue;
    const { attempts } = await readTranscript(path, record.transcript);
    found.set(`${record.trial} ${record.case}`, attempts[0]?.candidate?.text ?? '');
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([place, text]) => `${place}: ${text}`);
}

test('each case knows what those before it in the same trial taught, whatever runs beside it', async () => {
  const { path } = await execute();
  const text = (...known: string[]): string => `BEGIN { printf("${known.join('|')}"); }`;
  const [forks, kills, connects] = ['fork-events', 'kill-signals', 'tcp-connect'] as const;
  const [one, two] = ['Request of fork-events.', 'Request of kill-signals.'];
  const expected = [1, 2].flatMap((trial) => [
    `${trial} fork-events: ${text(forks, 'Something else')}`,
    `${trial} kill-signals: ${text(kills, one, 'Something else')}`,
    // The refused program of the second case is a warning, no example.
    `${trial} tcp-connect: ${text(connects, one, 'Something else', two)}`,
  ]);
  expect(await programs(path, 'learns')).toEqual(expected);
  expect((await programs(path, 'stays')).filter((program) => program.includes('Request of'))).toEqual([]);
  const manifest = await readManifest(path);
  expect(manifest.learning?.order).toContain('another order gives other results');
});

test('an interrupted run that goes on knows what one without a break knows', async () => {
  const whole = await programs((await execute()).path, 'learns');
  for (const stopAfter of [1, 3, 5, 8]) {
    const first = await execute({ stopAfter, fresh: true, concurrency: 1 });
    expect(first.left).toBeGreaterThan(0);
    const second = await execute({ concurrency: 3 });
    expect(second.path).toBe(first.path);
    expect(second.left).toBe(0);
    expect(await programs(second.path, 'learns')).toEqual(whole);
  }
});

test('a failure of the infrastructure holds back the rest of its chain, and of no other', async () => {
  const whole = await programs((await execute()).path, 'learns');
  const failing = ({ case: { id }, trial, configuration }: Cell): boolean =>
    id === 'fork-events' && trial === 1 && configuration.name === 'learns';
  const broken = await execute({ failing, fresh: true });
  expect(broken.left).toBe(2);
  expect(broken.notes).toEqual([
    '2 cells that learn wait for one before them that is not done; the same command goes on',
  ]);
  const mended = await execute();
  expect(mended.path).toBe(broken.path);
  expect(mended.left).toBe(0);
  expect(await programs(mended.path, 'learns')).toEqual(whole);
});

test('another order of the cases makes other cells of a configuration that learns, and of no other', () => {
  const turned = makePlan(experiment, { ...sampleCatalogue, cases: sampleCatalogue.cases.toReversed() });
  const keys = (cells: readonly Cell[], name: string): string[] =>
    cells
      .filter(({ configuration }) => configuration.name === name)
      .map(({ key }) => key)
      .sort();
  expect(keys(turned.cells, 'stays')).toEqual(keys(plan.cells, 'stays'));
  expect(keys(turned.cells, 'learns').filter((key) => keys(plan.cells, 'learns').includes(key))).toEqual([]);
  const chains = plan.cells.filter(({ learning }) => learning?.after === null);
  expect(chains.map(({ trial }) => trial)).toEqual([1, 2]);
});
