import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listRuns } from '../record/find-runs.ts';
import { readRecords } from '../record/read-records.ts';
import type { CellRecord } from '../record/record.ts';
import { readTranscript } from '../record/transcript.ts';

const ken = join(import.meta.dirname, '..', 'cli', 'ken.mjs');
let results: string;
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'ken-e2e-'));
});
afterAll(() => rm(results, { recursive: true, force: true }));

test('an interrupted run ends with 130, the same command finishes it, a third has nothing to do, a report is made', async () => {
  const command = ['run', 'quickstart', '--limit', '6', '-j', '2', '--json', '--results', results];

  const first = await runKen(command, (event, child) => event.event === 'cell-end' && child.kill('SIGINT'));
  expect(first.status, first.stderr).toBe(130);
  const [run] = await listRuns(results);
  if (!run) throw new Error(first.stderr);
  const before = await recordsOf(run.path);
  expect(before.length).toBeGreaterThan(0);
  expect(before.length).toBeLessThan(6);

  const second = await runKen(command);
  expect(second.status, second.stderr).toBe(0);
  expect(second.events.filter((event) => event.event === 'cell-end')).toHaveLength(6 - before.length);
  const records = await recordsOf(run.path);
  expect(records).toHaveLength(6);
  expect(records.every((record) => record.status === 'done' && record.toolchain !== null)).toBe(true);
  expect(await listRuns(results)).toHaveLength(1);

  const third = await runKen(command);
  expect(third.status).toBe(0);
  expect(third.events.map((event) => event.event)).toEqual(['run-start', 'run-end']);

  const judged = records.find((record) => record.judgement);
  if (judged?.transcript) {
    const transcript = await readTranscript(run.path, judged.transcript);
    expect(transcript.judge?.evidence.length).toBeGreaterThan(0);
    expect(transcript.attempts[0]?.messages.length).toBeGreaterThan(0);
  }

  const output = join(results, 'report');
  const report = await runKen([
    'report',
    run.manifest.run,
    '--results',
    results,
    '--output',
    output,
    '--format',
    'html',
  ]);
  expect(report.status, report.stderr).toBe(0);
  const page = await readFile(join(output, 'report.html'), 'utf8');
  expect(page).toContain('A limit left cells out');
  expect(page.match(/<div class="body" id="cell-/g)).toHaveLength(6);
});

interface Event {
  event: string;
}

async function runKen(words: string[], onEvent?: (event: Event, child: ReturnType<typeof spawn>) => unknown) {
  const child = spawn(process.execPath, [ken, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  let rest = '';
  const events: Event[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((candidate) => candidate.startsWith('{"event"'))) {
      const event = JSON.parse(line) as Event;
      events.push(event);
      onEvent?.(event, child);
    }
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stderr, events };
}

async function recordsOf(path: string): Promise<CellRecord[]> {
  const records: CellRecord[] = [];
  for await (const record of readRecords(path)) records.push(record);
  return records;
}
