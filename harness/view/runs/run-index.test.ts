import { appendFile, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../record/cell-key.ts';
import { RunFolder } from '../../record/run-folder.ts';
import { sampleCell, sampleManifest, sampleTranscript } from '../../record/samples.ts';
import { openScores } from '../../record/scores.ts';
import { parseCellQuery } from './cell-query.ts';
import { chooseCells, choicesOf } from './choose-cells.ts';
import { RunIndex } from './run-index.ts';
import { summarise } from './run-summary.ts';

let folder: string;
let run: RunFolder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ken-index-'));
  run = await RunFolder.create(
    folder,
    sampleManifest({
      plannedCells: 130,
      cases: ['tcp-connect', 'fork-events'].map((id) => ({
        ...{ id, hash: sha256(id), prompt: `Request of ${id}, please.`, upstreamPrompt: null },
        ...{ split: 'clean' as const, leak: id === 'fork-events' ? ('near' as const) : ('none' as const) },
      })),
    }),
  );
});
afterEach(async () => {
  await run.close();
  await rm(folder, { recursive: true, force: true });
});

const finish = (name: string, changes: Parameters<typeof sampleCell>[0] = {}): Promise<unknown> =>
  run.finishCell(sampleCell({ key: sha256(name), ...changes }), sampleTranscript());

test('what was appended is read, once, and a later record stands for the earlier one', async () => {
  await finish('one', { outcome: 'error', status: 'error' });
  await finish('two', { outcome: 'FN' });
  const index = await RunIndex.open(run.path);
  await index.refresh();
  expect(index.rows.map(({ outcome }) => outcome)).toEqual(['error', 'FN']);
  const { version } = index;
  await index.refresh();
  expect(index.version).toBe(version);
  await finish('one', { outcome: 'A' });
  await index.refresh();
  expect(index.rows.map(({ outcome }) => outcome)).toEqual(['A', 'FN']);
  expect(summarise(index)).toMatchObject({ missing: 128, counts: { cells: 2, A: 1, FN: 1, error: 0 } });
});

test('half a line is left for later', async () => {
  await finish('one');
  const index = await RunIndex.open(run.path);
  await finish('two');
  const records = join(run.path, 'records.jsonl');
  const whole = await readFile(records, 'utf8');
  await writeFile(records, whole.slice(0, -20));
  await index.refresh();
  expect(index.rows).toHaveLength(1);
  await appendFile(records, whole.slice(-20));
  await index.refresh();
  expect(index.rows).toHaveLength(2);
});

test('a file that was written anew is read anew', async () => {
  await finish('one');
  await finish('two');
  const index = await RunIndex.open(run.path);
  await index.refresh();
  const records = join(run.path, 'records.jsonl');
  const [first = ''] = (await readFile(records, 'utf8')).split('\n');
  await writeFile(records, `${first}\n`);
  await utimes(records, new Date(), new Date((await stat(records)).mtimeMs + 5000));
  await index.refresh();
  expect(index.rows).toHaveLength(1);
  expect(index.find(sha256('two'))).toBeNull();
});

test('a line that is no record is named', async () => {
  await finish('one');
  const index = await RunIndex.open(run.path);
  await appendFile(
    join(run.path, 'records.jsonl'),
    `{"v":1,"key":"${sha256('x')}","status":"done","outcome":"maybe"}\n`,
  );
  await expect(index.refresh()).rejects.toThrow(/records\.jsonl.*"outcome"/);
});

test('the newest scores stand in the place of the first judgement', async () => {
  await finish('one', { outcome: 'unjudged', judgement: { judgement: 'unjudged', method: 'none', repairs: [] } });
  const index = await RunIndex.open(run.path);
  await index.refresh();
  const scores = await openScores(run.path, '9');
  await scores.append({
    ...{ v: 1, key: sha256('one'), judgeVersion: '9', outcome: 'FP', gate: null, evidence: [], log: '', seconds: 1 },
    ...{
      judgement: { judgement: 'incorrect', method: 'label', repairs: [] },
      toolchain: null,
      at: '2026-01-02T00:00:00Z',
    },
  });
  await scores.close();
  await index.refresh();
  expect(index.rows[0]).toMatchObject({ outcome: 'FP', judgement: 'incorrect (label)', gate: 'accepted' });
  expect(index.judgeVersion).toBe('9');
});

test('filters, order and pages', async () => {
  for (let number = 0; number < 120; number += 1) {
    const name = `cell-${number}`;
    await finish(name, {
      case: number % 2 === 0 ? 'fork-events' : 'tcp-connect',
      outcome: number % 3 === 0 ? 'FP' : 'A',
      trial: number + 1,
      finishedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, number)).toISOString(),
    });
  }
  const index = await RunIndex.open(run.path);
  await index.refresh();
  const chosen = (text: string): ReturnType<typeof chooseCells> =>
    chooseCells(index, parseCellQuery(new URLSearchParams(text)));
  expect(chosen('')).toMatchObject({ page: 1, pages: 3 });
  expect(
    chosen('')
      .rows.slice(0, 60)
      .every((row) => row.case === 'tcp-connect'),
  ).toBe(true);
  expect(chosen('page=3').shown).toHaveLength(20);
  expect(chosen('page=99')).toMatchObject({ page: 3 });
  expect(chosen('page=-1')).toMatchObject({ page: 1 });
  expect(chosen('outcome=FP&case=fork-events').rows).toHaveLength(20);
  expect(chosen('leak=near&split=clean').rows).toHaveLength(60);
  expect(chosen('text=REQUEST+of+tcp').rows).toHaveLength(60);
  expect(chosen(`text=${sha256('cell-7').slice(0, 12)}`).rows).toHaveLength(1);
  expect(chosen('model=nobody').rows).toHaveLength(0);
  expect(chosen('order=newest').rows[0]?.trial).toBe(120);
  expect(choicesOf(index, 'outcome')).toEqual([
    ['A', 80],
    ['FP', 40],
  ]);
});
