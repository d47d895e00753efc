import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KenError } from '../../ken/errors.ts';
import { makePlan } from '../plan/plan.ts';
import type { Plan } from '../plan/plan.ts';
import { sampleCatalogue, sampleExperiment } from '../plan/samples.ts';
import { readRecords } from '../record/read-records.ts';
import type { CellRecord } from '../record/record.ts';
import { executePlan } from './execute-plan.ts';
import type { ExecuteOptions } from './execute-plan.ts';
import { listenForInterruption } from './interruption.ts';
import { jsonReporter } from './json-events.ts';
import { openRun } from './open-run.ts';
import { duration, progressReporter } from './progress.ts';
import type { RunReporter } from './run-reporter.ts';
import { runStatus } from './run-summary.ts';
import { syntheticRunner } from './synthetic-runner.ts';

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'ken-execute-'));
});
afterEach(() => rm(results, { recursive: true, force: true }));

const plan = makePlan(sampleExperiment, sampleCatalogue);
const nothing = (): void => undefined;
const silent: RunReporter = { start: nothing, cellEnd: nothing, note: nothing, end: nothing };

test('every cell is recorded once, with outcome, stage times and a transcript', async () => {
  const { run } = await open(plan);
  const summary = await execute({ plan, run, runner: syntheticRunner() });
  await run.close();
  expect(summary).toEqual({ planned: 12, done: 12, errors: 0, left: 0 });
  const records = await recordsOf(run.path);
  expect(records.map((record) => record.key).sort()).toEqual(plan.cells.map((cell) => cell.key).sort());
  expect(records.every((record) => record.transcript && record.seconds.gate > 0)).toBe(true);
});

test('outcomes do not depend on order or concurrency', async () => {
  const outcomes: string[][] = [];
  for (const concurrency of [1, 7]) {
    const { run } = await open(plan, true);
    await execute({ plan, run, runner: syntheticRunner({ milliseconds: 8, concurrency }) });
    await run.close();
    outcomes.push((await recordsOf(run.path)).map((record) => `${record.key} ${record.outcome}`).sort());
  }
  expect(outcomes[0]).toEqual(outcomes[1]);
});

test('infrastructure failures are errors with a cause, and a resume repeats exactly those', async () => {
  const { run } = await open(plan);
  const failing = (cell: Plan['cells'][number]): boolean => cell.case.id === 'kill-signals';
  expect(await execute({ plan, run, runner: syntheticRunner({ failing }) })).toMatchObject({ done: 8, errors: 4 });
  await run.close();
  expect(await runStatus(run.path)).toMatchObject({ done: 8, errors: 4, causes: { provider: 4 }, left: 0 });
  const failed = (await recordsOf(run.path)).filter((record) => record.status === 'error');
  expect(failed[0]).toMatchObject({
    outcome: 'error',
    error: { cause: 'provider', message: 'no answer for kill-signals' },
  });

  const again = await open(plan);
  expect(again.resumed).toBe(true);
  const runner = syntheticRunner();
  expect(await execute({ plan, run: again.run, runner })).toMatchObject({ done: 12, errors: 0 });
  await again.run.close();
  expect(runner.started.sort()).toEqual(failed.map((record) => record.key).sort());
  expect(await recordsOf(run.path)).toHaveLength(12);
});

test('the newest run of the same plan is resumed; another seed, or --new, starts afresh', async () => {
  const first = await open(plan);
  await first.run.close();
  const again = await open(plan);
  await again.run.close();
  expect(again.run.path).toBe(first.run.path);
  const other = makePlan(sampleExperiment, sampleCatalogue, { seed: 99 });
  const otherRun = await open(other);
  await otherRun.run.close();
  expect(otherRun.resumed).toBe(false);
  const fresh = await open(plan, true);
  await fresh.run.close();
  expect(fresh.resumed).toBe(false);
  await expect(openRun(other, { ...openOptions(), resume: first.run.manifest.run })).rejects.toThrow(
    `run ${first.run.manifest.run} has another plan: seed changed`,
  );
});

test('the first signal drains: nothing new starts, what is in flight is finished and recorded', async () => {
  const { run } = await open(plan);
  const source = new EventEmitter();
  const interruption = listenForInterruption(nothing, source);
  const runner = syntheticRunner({ concurrency: 2, milliseconds: 20 });
  let ended = 0;
  const reporter: RunReporter = {
    ...silent,
    cellEnd: () => {
      ended += 1;
      if (ended === 1) source.emit('SIGINT');
    },
  };
  const { drain, abort } = interruption;
  const summary = await executePlan({ plan, run, runner, reporter, drain, abort });
  await run.close();
  expect(interruption.signal).toBe('SIGINT');
  expect(runner.started.length).toBeLessThan(6);
  expect(summary.done).toBe(runner.started.length);
  expect((await recordsOf(run.path)).length).toBe(runner.started.length);
});

test('the second signal aborts what is in flight, which leaves no record behind', async () => {
  const { run } = await open(plan);
  const source = new EventEmitter();
  const { drain, abort } = listenForInterruption(nothing, source);
  const runner = syntheticRunner({ concurrency: 3, milliseconds: 2 ** 30 });
  const finished = executePlan({ plan, run, runner, reporter: silent, drain, abort });
  while (runner.started.length < 3) await new Promise(setImmediate);
  source.emit('SIGTERM');
  source.emit('SIGTERM');
  expect(await finished).toMatchObject({ done: 0, errors: 0, left: 12 });
  await run.close();
  expect(await recordsOf(run.path)).toEqual([]);
});

test('a fault that would meet every cell stops the run instead of being recorded', async () => {
  const { run } = await open(plan);
  const runner = { ...syntheticRunner(), run: () => Promise.reject(new KenError('missing-tool', 'no qemu')) };
  await expect(execute({ plan, run, runner })).rejects.toThrow('no qemu');
  await run.close();
  expect(await recordsOf(run.path)).toEqual([]);
});

test('when only the judge failed, the error keeps program and transcript, and a resume repeats the cell', async () => {
  const { run } = await open(plan);
  const base = syntheticRunner({ concurrency: 2 });
  const runner = {
    ...base,
    run: async (...words: Parameters<typeof base.run>) => {
      const outcome = await base.run(...words);
      return words[0] === plan.cells[0]
        ? { ...outcome, failure: { cause: 'guest' as const, message: 'no answer' } }
        : outcome;
    },
  };
  expect(await execute({ plan, run, runner })).toMatchObject({ done: 11, errors: 1 });
  const record = (await recordsOf(run.path)).find(({ key }) => key === plan.cells[0]?.key);
  expect(record).toMatchObject({ status: 'error', outcome: 'error', error: { cause: 'guest' }, gate: {} });
  expect(record?.programHash).toMatch(/^[0-9a-f]{64}$/);
  expect(await execute({ plan, run, runner: syntheticRunner() })).toMatchObject({ done: 12, errors: 0 });
  await run.close();
});

test('errors in a row stop the run: what is down does not come back by asking', async () => {
  const { run } = await open(plan);
  const notes: string[] = [];
  const runner = syntheticRunner({ concurrency: 1, failing: () => true });
  const never = new AbortController().signal;
  const reporter = { ...silent, note: (text: string) => void notes.push(text) };
  const summary = await executePlan({ plan, run, runner, reporter, drain: never, abort: never, errorsInARow: 3 });
  await run.close();
  expect(summary).toEqual({ planned: 12, done: 0, errors: 3, left: 9 });
  expect(notes).toEqual(['stopped after 3 errors in a row']);
});

const canMount = process.getuid?.() === 0 && mountWorks();

test.skipIf(!canMount)(
  canMount
    ? 'a full disk stops the run; with room again it goes on and nothing is lost'
    : 'full disk: skipped, mounting needs root',
  async () => {
    const disk = await mkdtemp(join(tmpdir(), 'ken-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
    try {
      const options = { resultsFolder: disk, fresh: false, now: new Date(), random: 0, provenance: {} };
      const first = await openRun(plan, options);
      const failed = await execute({ plan, run: first.run, runner: syntheticRunner({ filler: 40_000 }) }).then(
        () => null,
        (error: unknown) => error,
      );
      expect(failed).toMatchObject({ code: 'storage', hint: expect.stringContaining('disk is full') as string });
      await first.run.close();
      const before = (await recordsOf(first.run.path)).map((record) => record.key);
      expect(before.length).toBeGreaterThan(0);
      execFileSync('mount', ['-o', 'remount,size=4m', disk]);
      const again = await openRun(plan, options);
      const runner = syntheticRunner({ filler: 40_000 });
      expect(await execute({ plan, run: again.run, runner })).toMatchObject({ done: 12, errors: 0, left: 0 });
      await again.run.close();
      expect(again.resumed).toBe(true);
      expect(runner.started.filter((key) => before.includes(key))).toEqual([]);
    } finally {
      execFileSync('umount', [disk]);
      await rm(disk, { recursive: true, force: true });
    }
  },
);

test('plain progress: one line per cell with rate and time left, no control characters', async () => {
  const text: string[] = [];
  let clock = 0;
  const write = (line: string): number => text.push(line);
  const { run } = await open(plan);
  await execute({ plan, run, runner: syntheticRunner({ concurrency: 1, failing: (cell) => cell.trial === 2 }) }, [
    progressReporter({ terminal: false, write, now: () => (clock += 1000) }),
  ]);
  await run.close();
  expect(text[0]).toBe('12 cells: 0 done before, 12 to do\n');
  expect(text[1]).toMatch(
    /^\[1\/12\] (A |FP|FN) fork-events · zero-shot · retrieval-baseline · \d+\.\d s · 60\.0 cells\/min · 11 s left\n$/,
  );
  expect(text.slice(13)).toEqual([
    expect.stringMatching(/^6 done, 6 with errors in \d+ s\n$/),
    '  2 × provider: no answer for fork-events\n',
    '  2 × provider: no answer for kill-signals\n',
    '  2 × provider: no answer for tcp-connect\n',
  ]);
  expect(text.join('')).not.toMatch(/[\u001b\r]/);
});

test('JSON events: start, one per cell, end, each one line', async () => {
  const lines: string[] = [];
  const { run } = await open(plan);
  await execute({ plan, run, runner: syntheticRunner() }, [jsonReporter(run.path, (line) => lines.push(line))]);
  await run.close();
  const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
  expect(events).toEqual(['run-start', ...Array.from({ length: 12 }, () => 'cell-end'), 'run-end']);
});

test('durations', () => {
  expect([0, 59.4, 60, 3599, 7380].map(duration)).toEqual(['0 s', '59 s', '1 min 00 s', '59 min 59 s', '2 h 03 min']);
});

test('the records of a run are small and start with version, key and status', async () => {
  const { run } = await open(plan);
  await execute({ plan, run, runner: syntheticRunner({ filler: 100_000 }) });
  await run.close();
  for (const line of (await readFile(join(run.path, 'records.jsonl'), 'utf8')).trimEnd().split('\n')) {
    expect(line).toMatch(/^\{"v":1,"key":"[0-9a-f]{64}","status":"done"/);
    expect(line.length).toBeLessThan(1500);
  }
});

function mountWorks(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function openOptions(fresh = false) {
  return { resultsFolder: results, fresh, now: new Date(), random: Math.random(), provenance: {} };
}

function open(of: Plan, fresh = false) {
  return openRun(of, openOptions(fresh));
}

function execute(options: Pick<ExecuteOptions, 'plan' | 'run' | 'runner'>, reporters: RunReporter[] = [silent]) {
  const never = new AbortController().signal;
  return executePlan({ ...options, reporter: reporters[0] ?? silent, drain: never, abort: never });
}

async function recordsOf(path: string): Promise<CellRecord[]> {
  const records: CellRecord[] = [];
  for await (const record of readRecords(path)) records.push(record);
  return records;
}
