import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { makePlan } from '../../plan/plan.ts';
import type { Cell, Plan } from '../../plan/plan.ts';
import { sampleCatalogue, sampleExperiment } from '../../plan/samples.ts';
import { readRecords } from '../../record/read-records.ts';
import type { CellRecord } from '../../record/record.ts';
import type { RunFolder } from '../../record/run-folder.ts';
import { readTranscript } from '../../record/transcript.ts';
import type { CellRunner } from '../cell-runner.ts';
import { executePlan } from '../execute-plan.ts';
import { openRun } from '../open-run.ts';
import type { RunReporter } from '../run-reporter.ts';
import { syntheticRunner } from '../synthetic-runner.ts';
import { announcedRuns } from './announced-runs.ts';
import { connectQueue } from './connect.ts';
import type { QueueServer } from './connect.ts';
import { executeOnQueue } from './execute-on-queue.ts';
import type { QueueRunOptions } from './execute-on-queue.ts';
import { redisMissing, startRedis } from './redis-for-tests.ts';
import type { TestRedis } from './redis-for-tests.ts';
import { sampleAnnouncement, testTiming } from './samples.ts';
import { workOnQueue } from './work-on-queue.ts';

const nothing = (): void => undefined;
const silent: RunReporter = { start: nothing, cellEnd: nothing, note: nothing, end: nothing };
const plan = makePlan(sampleExperiment, sampleCatalogue);

describe.skipIf(redisMissing !== null)(
  redisMissing === null ? 'with a Redis server' : `with a Redis server: skipped, ${redisMissing}`,
  () => {
    let redis: TestRedis;
    let server: QueueServer;
    let results: string;
    let ended: AbortController;
    const children = new Set<ChildProcess>();
    beforeAll(async () => {
      redis = await startRedis();
      server = await connectQueue(redis.url, {});
    });
    afterAll(async () => {
      await server.close();
      await redis.stop();
    });
    beforeEach(async () => {
      await server.redis.flushall();
      ended = new AbortController();
      results = await mkdtemp(join(tmpdir(), 'ken-queue-'));
    });
    afterEach(async () => {
      ended.abort();
      for (const child of children) child.kill('SIGKILL');
      children.clear();
      await rm(results, { recursive: true, force: true });
    });

    test(
      'two workers, one of them killed again and again: the same records as one process',
      { timeout: 120_000 },
      async () => {
        const large = makePlan({ ...sampleExperiment, trials: 20 }, sampleCatalogue);
        const local = await open(large);
        await executePlan({ ...never(), plan: large, run: local, runner: syntheticRunner(), reporter: silent });
        await local.close();

        const run = await open(large, true);
        let kills = 0;
        const over = new AbortController();
        worker(redis.url, 250);
        const killing = (async () => {
          for (;;) {
            const child = worker(redis.url, 250);
            await said(child, 'working on run', () => over.signal.aborted);
            await delay(40 + Math.random() * 150);
            if (over.signal.aborted) return;
            if (child.kill('SIGKILL')) kills += 1;
          }
        })();
        const summary = await onQueue({ plan: large, run });
        over.abort();
        await killing;
        await run.close();

        expect(summary).toEqual({ planned: 120, done: 120, errors: 0, left: 0 });
        expect(kills).toBeGreaterThan(1);
        expect(await contentOf(run.path)).toEqual(await contentOf(local.path));
        const lines = (await readFile(join(run.path, 'records.jsonl'), 'utf8')).trimEnd().split('\n');
        expect(lines).toHaveLength(120);
        // The workers that are still there leave within moments, and what they touched at the end goes with them.
        await expect.poll(() => server.redis.keys('*'), { timeout: 20_000 }).toEqual([]);
      },
    );

    test('results that arrive while the coordinator is away are taken by the next one', async () => {
      const run = await open(plan);
      const abort = new AbortController();
      const runner = syntheticRunner({ concurrency: 2, milliseconds: 60 });
      const work = new AbortController();
      const working = serve(runner, work.signal);
      const cut = onQueue({
        run,
        abort: abort.signal,
        reporter: { ...silent, cellEnd: () => abort.abort() },
      });
      const first = await cut;
      expect(first.done).toBeLessThan(12);
      await run.close();
      while (runner.started.length < 12) await delay(20);
      await delay(200);

      const again = await open(plan);
      expect(again.path).toBe(run.path);
      expect(await onQueue({ run: again })).toMatchObject({ done: 12, errors: 0, left: 0 });
      await again.close();
      work.abort();
      await working;
      expect(runner.started).toHaveLength(12);
      expect(await recordsOf(run.path)).toHaveLength(12);
    });

    test('an infrastructure failure is tried again, then recorded; a resume repeats exactly those cells', async () => {
      const tries = new Map<string, number>();
      const failing = (cell: Cell): boolean => {
        tries.set(cell.key, (tries.get(cell.key) ?? 0) + 1);
        const often = cell.case.id === 'kill-signals' ? Infinity : cell.case.id === 'tcp-connect' ? 1 : 0;
        return (tries.get(cell.key) ?? 0) <= often;
      };
      const run = await open(plan);
      const work = new AbortController();
      const working = serve(syntheticRunner({ failing }), work.signal);
      expect(await onQueue({ run })).toMatchObject({ done: 8, errors: 4, left: 0 });
      work.abort();
      await working;
      const failed = (await recordsOf(run.path)).filter(({ status }) => status === 'error');
      expect(failed.map((record) => tries.get(record.key))).toEqual([3, 3, 3, 3]);
      expect(failed[0]).toMatchObject({ error: { cause: 'provider', message: 'no answer for kill-signals' } });

      const more = new AbortController();
      const runner = syntheticRunner();
      const workingAgain = serve(runner, more.signal);
      expect(await onQueue({ run })).toMatchObject({ done: 12, errors: 0 });
      more.abort();
      await workingAgain;
      expect(runner.started.sort()).toEqual(failed.map(({ key }) => key).sort());
      await run.close();
    });

    test('drained: what is in flight is recorded, the rest leaves the queue', async () => {
      const run = await open(plan);
      const drain = new AbortController();
      const runner = syntheticRunner({ concurrency: 2, milliseconds: 100 });
      const work = new AbortController();
      const working = serve(runner, work.signal);
      const reporter = { ...silent, cellEnd: () => drain.abort() };
      const summary = await onQueue({ run, drain: drain.signal, reporter });
      work.abort();
      await working;
      await run.close();
      expect(summary.done).toBe(runner.started.length);
      expect(summary.left).toBe(12 - summary.done);
      expect(summary.left).toBeGreaterThan(0);
      expect(await recordsOf(run.path)).toHaveLength(summary.done);
      expect((await announcedRuns(server.redis)).size).toBe(0);
    });

    test('a worker that is aborted gives its cells back; another one takes them without waiting for locks', async () => {
      const run = await open(plan);
      const slow = syntheticRunner({ concurrency: 3, milliseconds: 2 ** 30 });
      const abort = new AbortController();
      const stuck = serve(slow, abort.signal, { abort: abort.signal });
      const finished = onQueue({ run, timing: { ...testTiming, lockMilliseconds: 60_000 } });
      while (slow.started.length < 3) await delay(10);
      abort.abort();
      await stuck;
      const work = new AbortController();
      const working = serve(syntheticRunner(), work.signal);
      expect(await finished).toMatchObject({ done: 12, errors: 0 });
      work.abort();
      await working;
      await run.close();
    });

    test('a fault that would meet every cell ends the worker, not the run', async () => {
      const run = await open(plan);
      const broken = { ...syntheticRunner(), run: () => Promise.reject(new KenError('missing-tool', 'no qemu')) };
      const work = new AbortController();
      const finished = onQueue({ run });
      await expect(serve(broken, work.signal)).rejects.toThrow('no qemu');
      const working = serve(syntheticRunner(), work.signal);
      expect(await finished).toMatchObject({ done: 12, errors: 0 });
      work.abort();
      await working;
      await run.close();
    });

    test(
      'a cell that takes every worker down ends as an error that says so; the others are done',
      { timeout: 60_000 },
      async () => {
        const run = await open(plan);
        const deadly = plan.cells[3]?.key ?? '';
        const over = new AbortController();
        const respawning = (async () => {
          while (!over.signal.aborted) {
            const child = worker(redis.url, 5, deadly);
            await said(child, 'never said', () => over.signal.aborted);
          }
        })();
        const timing = { ...testTiming, lostWorkers: 1 };
        expect(await onQueue({ run, timing })).toMatchObject({ done: 11, errors: 1, left: 0 });
        over.abort();
        await respawning;
        await run.close();
        const failed = (await recordsOf(run.path)).filter(({ status }) => status === 'error');
        expect(failed.map(({ key, error }) => [key, error?.cause])).toEqual([[deadly, 'harness']]);
        expect(failed[0]?.error?.message).toContain('no worker could finish the cell');
      },
    );

    test('two runs on one server keep their cells apart', async () => {
      const other = makePlan({ ...sampleExperiment, name: 'other', seed: 99 }, sampleCatalogue);
      const runs = [await open(plan), await open(other)] as const;
      const work = new AbortController();
      const working = serve(syntheticRunner({ milliseconds: 20 }), work.signal);
      const summaries = await Promise.all([onQueue({ run: runs[0] }), onQueue({ plan: other, run: runs[1] })]);
      work.abort();
      await working;
      expect(summaries).toEqual([expect.objectContaining({ done: 12 }), expect.objectContaining({ done: 12 })]);
      for (const [index, of] of [plan, other].entries()) {
        const path = runs[index as 0 | 1].path;
        await runs[index as 0 | 1].close();
        expect((await recordsOf(path)).map(({ key }) => key).sort()).toEqual(of.cells.map(({ key }) => key).sort());
      }
    });

    test('cells that a new, empty Redis no longer has are put there again', async () => {
      const run = await open(plan);
      const notes: string[] = [];
      let emptied = false;
      const reporter: RunReporter = {
        ...silent,
        note: (text) => notes.push(text),
        cellEnd: () => {
          if (!emptied) void server.redis.flushall();
          emptied = true;
        },
      };
      const work = new AbortController();
      const working = serve(syntheticRunner({ concurrency: 1, milliseconds: 30 }), work.signal);
      expect(await onQueue({ run, reporter })).toMatchObject({ done: 12, errors: 0, left: 0 });
      work.abort();
      await working;
      await run.close();
      expect(notes.some((note) => note.includes('the queue lost its cells'))).toBe(true);
      expect(await recordsOf(run.path)).toHaveLength(12);
    });

    test('a run that this machine is not fit for is left to others, and said once; asked for by name it is an error', async () => {
      const run = await open(plan);
      const drain = new AbortController();
      const finished = onQueue({ run, drain: drain.signal });
      const notes: string[] = [];
      const stop = new AbortController();
      const refuse = (): Promise<never> => Promise.reject(new KenError('config', 'other image', { hint: 'build it' }));
      const options = {
        server,
        open: refuse,
        abort: stop.signal,
        timing: testTiming,
        note: (t: string) => notes.push(t),
      };
      const idle = workOnQueue({ ...options, drain: stop.signal });
      while (notes.length === 0) await delay(20);
      await delay(150);
      stop.abort();
      await idle;
      expect(notes.filter((note) => note.includes('other image'))).toEqual(['other image\n  build it']);
      const strict = workOnQueue({
        ...options,
        drain: new AbortController().signal,
        run: run.manifest.run,
        abort: drain.signal,
      });
      await expect(strict).rejects.toThrow('other image');
      drain.abort();
      expect(await finished).toMatchObject({ done: 0, left: 12 });
      await run.close();
    });

    async function open(of: Plan, fresh = false): Promise<RunFolder> {
      const parts = { resultsFolder: results, fresh, now: new Date(), random: Math.random(), provenance: {} };
      return (await openRun(of, parts)).run;
    }

    function onQueue(options: Partial<QueueRunOptions> & Pick<QueueRunOptions, 'run'>) {
      const of = options.plan ?? plan;
      const announcement = sampleAnnouncement(of, options.run.manifest.run);
      const timing = testTiming;
      return executeOnQueue({ ...never(), plan: of, server, announcement, reporter: silent, timing, ...options });
    }

    function serve(runner: CellRunner, drain: AbortSignal, others: { abort?: AbortSignal } = {}): Promise<void> {
      return workOnQueue({
        server,
        drain: AbortSignal.any([drain, ended.signal]),
        abort: AbortSignal.any([others.abort ?? never().abort, ended.signal]),
        note: nothing,
        timing: testTiming,
        open: (announcement) => Promise.resolve({ plan: makePlan(announcement.experiment, sampleCatalogue), runner }),
      });
    }

    function worker(url: string, milliseconds: number, deadly = ''): ChildProcess {
      const script = join(import.meta.dirname, 'worker-child-for-tests.ts');
      const child = spawn(process.execPath, ['--import', 'tsx', script, url, String(milliseconds), deadly], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child.stdout.resume();
      children.add(child);
      return child;
    }
  },
);

function never(): { drain: AbortSignal; abort: AbortSignal } {
  return { drain: new AbortController().signal, abort: new AbortController().signal };
}

/** Waits for a line of a worker; also returns when the worker ended, or nobody cares any more. */
async function said(child: ChildProcess, text: string, isOver: () => boolean): Promise<void> {
  let seen = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (seen += chunk));
  while (!isOver() && !seen.includes(text) && child.exitCode === null && child.signalCode === null) await delay(20);
}

async function recordsOf(path: string): Promise<CellRecord[]> {
  const records: CellRecord[] = [];
  for await (const record of readRecords(path)) records.push(record);
  return records;
}

/** Records with their transcripts, by key, without the places in the file and the times at which cells ended. */
async function contentOf(path: string): Promise<object[]> {
  const records = (await recordsOf(path)).sort((a, b) => (a.key < b.key ? -1 : 1));
  return Promise.all(
    records.map(async ({ transcript, ...record }) => ({
      ...record,
      finishedAt: null,
      transcript: transcript && (await readTranscript(path, transcript)),
    })),
  );
}
