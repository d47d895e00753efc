import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findRun, newestRunOfPlan, newRunName } from './find-runs.ts';
import { readManifest } from './manifest.ts';
import { finishedCells, readRecords } from './read-records.ts';
import { RunFolder } from './run-folder.ts';
import { openScores, readScores, scoreVersions } from './scores.ts';
import { readTranscript } from './transcript.ts';
import { sampleCell, sampleManifest, sampleTranscript } from './samples.ts';

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'ken-run-'));
});
afterEach(() => rm(results, { recursive: true, force: true }));

const keyA = 'a'.repeat(64);
const keyB = 'b'.repeat(64);

test('what is written is read back, transcript included', async () => {
  const run = await RunFolder.create(results, sampleManifest({ run: 'one' }));
  const prompt = 'prompt with \u202e bidi, \u0000 and </script>';
  await run.finishCell(sampleCell({ key: keyA }), { ...sampleTranscript(), prompt });
  await run.close();
  const records = await collect(readRecords(run.path));
  expect(records).toMatchObject([{ v: 1, key: keyA, outcome: 'A' }]);
  const pointer = records[0]?.transcript;
  if (!pointer) throw new Error('no transcript');
  expect(await readTranscript(run.path, pointer)).toMatchObject({ key: keyA, prompt });
});

test('a later record with the same key supersedes the earlier one', async () => {
  const run = await RunFolder.create(results, sampleManifest({ run: 'one' }));
  await run.finishCell(sampleCell({ key: keyA, status: 'error', outcome: 'error' }), sampleTranscript());
  await run.finishCell(sampleCell({ key: keyB }), sampleTranscript());
  await run.finishCell(sampleCell({ key: keyA, outcome: 'FN' }), sampleTranscript());
  await run.close();
  expect((await collect(readRecords(run.path))).map(({ key, outcome }) => [key[0], outcome])).toEqual([
    ['b', 'A'],
    ['a', 'FN'],
  ]);
  expect([...(await finishedCells(run.path)).values()]).toEqual(['done', 'done']);
});

test('a second writer is refused while the first lives', async () => {
  const run = await RunFolder.create(results, sampleManifest({ run: 'one' }));
  await expect(RunFolder.open(run.path)).rejects.toThrow('is being written by');
  await run.close();
  await (await RunFolder.open(run.path)).close();
});

test('a torn record is cut, reported, and no reader ever sees it', async () => {
  const run = await RunFolder.create(results, sampleManifest({ run: 'one' }));
  await run.finishCell(sampleCell({ key: keyA }), sampleTranscript());
  await run.close();
  const torn = `{"v":1,"key":"${keyB}","sta`;
  await appendFile(join(run.path, 'records.jsonl'), torn);
  expect(await collect(readRecords(run.path))).toHaveLength(1);
  const again = await RunFolder.open(run.path);
  expect(again.notices).toEqual([`cut ${torn.length} bytes of an unfinished line from the end of records.jsonl`]);
  await again.close();
  expect((await readFile(join(run.path, 'records.jsonl'), 'utf8')).endsWith('}\n')).toBe(true);
});

test('a newer format and a foreign line are refused, quoting the line', async () => {
  const run = await RunFolder.create(results, sampleManifest({ run: 'one' }));
  await run.close();
  await appendFile(join(run.path, 'records.jsonl'), `{"v":2,"key":"${keyA}","status":"done"}\n`);
  await expect(collect(readRecords(run.path))).rejects.toThrow('records of version 2');
  await appendFile(join(run.path, 'records.jsonl'), 'hello\n');
  await rm(join(run.path, 'records.jsonl'));
  await appendFile(join(run.path, 'records.jsonl'), 'hello\n');
  await expect(finishedCells(run.path)).rejects.toThrow('not a record: "hello"');
});

test('a record that lacks a field is a storage fault that names it', async () => {
  const run = await RunFolder.create(results, sampleManifest({ run: 'one' }));
  await run.close();
  await appendFile(join(run.path, 'records.jsonl'), `{"v":1,"key":"${keyA}","status":"done","outcome":"A"}\n`);
  await expect(collect(readRecords(run.path))).rejects.toThrow(/case/);
});

test('the newest score file wins, and a run without scores has none', async () => {
  const run = await RunFolder.create(results, sampleManifest({ run: 'one' }));
  expect(await scoreVersions(run.path)).toEqual([]);
  for (const [judgeVersion, at] of [
    ['j2', '2026-01-02T00:00:00.000Z'],
    ['j1', '2026-01-01T00:00:00.000Z'],
  ] as const) {
    const scores = await openScores(run.path, judgeVersion);
    await scores.append({
      v: 1,
      key: keyA,
      judgeVersion,
      outcome: 'FP',
      gate: { status: 'accepted', stage: 'done' },
      judgement: { judgement: 'incorrect', method: 'oracle', repairs: [] },
      evidence: [{ holds: false, claim: 'c', evidence: 'e' }],
      log: '',
      seconds: 1,
      toolchain: null,
      at,
    });
    await scores.close();
  }
  await run.close();
  expect(await scoreVersions(run.path)).toEqual(['j2', 'j1']);
  expect(await collect(readScores(run.path, 'j2'))).toMatchObject([{ outcome: 'FP' }]);
  await expect(openScores(run.path, '../up')).rejects.toThrow('"../up"');
});

test('runs are found by name, by path and by plan; a wrong name lists those there are', async () => {
  const old = await RunFolder.create(results, sampleManifest({ run: 'old', createdAt: '2026-01-01T00:00:00.000Z' }));
  const young = await RunFolder.create(
    results,
    sampleManifest({ run: 'young', createdAt: '2026-01-02T00:00:00.000Z' }),
  );
  await old.close();
  await young.close();
  expect(await findRun('old', results)).toBe(old.path);
  expect(await findRun(young.path, '/nowhere')).toBe(young.path);
  expect((await newestRunOfPlan(results, sampleManifest().planHash))?.path).toBe(young.path);
  expect(await newestRunOfPlan(results, 'other')).toBeNull();
  await expect(findRun('nope', results)).rejects.toMatchObject({
    message: 'no run "nope"',
    hint: 'the newest runs are young, old',
  });
  await expect(readManifest(results)).rejects.toThrow('is not a run');
});

test('the name of a run sorts by time', () => {
  expect(newRunName('quick', new Date('2026-11-22T10:30:15.123Z'), 0.5)).toBe('20261122T103015Z-quick-8000');
});

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
