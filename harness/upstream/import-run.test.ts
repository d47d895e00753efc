import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readManifest } from '../record/manifest.ts';
import { readRecords } from '../record/read-records.ts';
import type { CellRecord } from '../record/record.ts';
import { readTranscript } from '../record/transcript.ts';
import { openCheckout, readCheckout } from './checkout.ts';
import { importReleasedFile, type ImportedRun } from './import-run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ken-upstream-'));
  await mkdir(join(folder, 'evaluation', 'records'), { recursive: true });
  await writeFile(join(folder, 'evaluation', 'test_cases.txt'), 'Count forks\nList sockets\nShow timers\n');
  await writeFile(join(folder, 'evaluation', 'records', 'notes.json'), '{}');
  await writeFile(
    join(folder, 'evaluation', 'records', 'README.md'),
    '## few shot with gpt 4 test\n\n- "returncode": 0, count 2\n\nfalse positive: 2\n',
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const row = (program: string, returncode: number) =>
  JSON.stringify({ command: `sudo timeout -s 2 20 bpftrace -e ${program}`, stdout: 'a'.repeat(40_000), returncode });

async function importOne(rows: string): Promise<ImportedRun> {
  await writeFile(join(folder, 'evaluation', 'records', 'few_shot_4.0.json'), rows);
  const checkout = await openCheckout(folder);
  expect(checkout.unknownFiles).toEqual(['records/notes.json']);
  for await (const released of readCheckout(checkout, /few_shot/)) {
    return importReleasedFile(released, {
      resultsFolder: join(folder, 'results'),
      prompts: checkout.prompts,
      cases: new Map([[2, { id: 'sockets', exposure: { split: 'comparable' as const, leak: 'near' as const } }]]),
      now: () => new Date(0),
    });
  }
  throw new Error('nothing was read');
}

async function recordsOf(path: string): Promise<CellRecord[]> {
  const records: CellRecord[] = [];
  for await (const record of readRecords(path)) records.push(record);
  return records.sort((one, other) => (one.case < other.case ? -1 : 1));
}

test('a released file becomes a run that nobody has judged, with what upstream said', async () => {
  const { path, state } = await importOne(row('BEGIN { A }', 0) + row('BEGIN { B }', 0) + row('BEGIN { C }', 255));
  expect(state).toBe('imported');
  const records = await recordsOf(path);
  expect(records.map(({ case: id, outcome, gate, upstream }) => ({ id, outcome, gate, upstream }))).toEqual([
    {
      id: 'sockets',
      outcome: 'unjudged',
      gate: null,
      upstream: { passed: true, returnCode: 0, label: 'false-positive' },
    },
    {
      id: 'upstream-01',
      outcome: 'unjudged',
      gate: null,
      upstream: { passed: true, returnCode: 0, label: 'accurate' },
    },
    { id: 'upstream-03', outcome: 'unjudged', gate: null, upstream: { passed: false, returnCode: 255 } },
  ]);
  const transcript = await readTranscript(path, records[0]?.transcript ?? { offset: 0, length: 0 });
  expect(transcript.prompt).toBe('List sockets');
  expect(transcript.attempts[0]?.candidate).toEqual({ framework: 'bpftrace', text: 'BEGIN { B }' });
  expect(transcript.imported?.[1]?.text).toMatch(/a\n\[\.\.\. 7232 more characters\]$/);
  expect((await readManifest(path)).models[0]).toMatchObject({ name: 'gpt-4 (released)', kind: 'replay' });
});

test('the same import again changes nothing; changed content is another run', async () => {
  const rows = row('BEGIN { A }', 0) + row('BEGIN { B }', 0);
  const first = await importOne(rows);
  const before = await readFile(join(first.path, 'records.jsonl'), 'utf8');
  const second = await importOne(rows);
  expect(second).toEqual({ ...first, state: 'unchanged' });
  expect(await readFile(join(first.path, 'records.jsonl'), 'utf8')).toBe(before);
  expect((await importOne(rows + row('BEGIN { C }', 1))).path).not.toBe(first.path);
});

test('an interrupted import goes on', async () => {
  const rows = row('BEGIN { A }', 0) + row('BEGIN { B }', 0);
  const { path } = await importOne(rows);
  const file = join(path, 'records.jsonl');
  const [firstLine = ''] = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, `${firstLine}\n{"v":1,"key":"torn`);
  expect((await importOne(rows)).state).toBe('imported');
  expect(await recordsOf(path)).toHaveLength(2);
});

test('a folder that is no checkout is refused with what is looked for', async () => {
  await expect(openCheckout(join(folder, 'evaluation', 'records'))).rejects.toMatchObject({
    code: 'usage',
    hint: expect.stringContaining('test_cases.txt') as string,
  });
});
