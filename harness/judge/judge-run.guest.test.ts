import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import { openGuestPool } from '../../ken/kernel/guest/pool.ts';
import { readCasesById } from '../cases/catalogue.ts';
import { openCheckout, readCheckout } from '../upstream/checkout.ts';
import { importReleasedFile } from '../upstream/import-run.ts';
import { judgeRun, type JudgeRunOptions } from './judge-run.ts';

let pool: GuestPool;
let folder: string;
beforeAll(async () => {
  pool = await openGuestPool({ size: 2 });
  folder = await mkdtemp(join(tmpdir(), 'ken-judge-run-'));
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true, force: true });
});

/** Three released answers: the reference, a program that does nothing, one whose request has no case. */
async function importedRun(): Promise<string> {
  const [definition] = await readCasesById(['sync-callers']);
  const reference = definition?.references.find(({ framework }) => framework === 'bpftrace');
  if (!reference) throw new Error('the case sync-callers has no bpftrace reference');
  const programs = [reference.text, 'BEGIN { printf("nothing\\n"); }', 'BEGIN { exit(); }'];
  const rows = programs.map((text) =>
    JSON.stringify({ command: `sudo timeout 20 bpftrace -e ${text}`, returncode: 0 }),
  );
  await mkdir(join(folder, 'records'));
  await writeFile(join(folder, 'test_cases.txt'), 'Who calls sync\nWho else calls sync\nSomething else\n');
  await writeFile(join(folder, 'records', 'zero_shot.json'), rows.join('\n'));
  const checkout = await openCheckout(folder);
  const cases = new Map([1, 2].map((number) => [number, { id: 'sync-callers', exposure: {} }]));
  const options = { resultsFolder: join(folder, 'results'), prompts: checkout.prompts, cases, now: () => new Date() };
  for await (const released of readCheckout(checkout)) return (await importReleasedFile(released, options)).path;
  throw new Error('nothing was imported');
}

test('programs of a run are judged once, and an interrupted judgement goes on', async () => {
  const path = await importedRun();
  const stop = new AbortController();
  const catalogue = await readCasesById(['sync-callers']);
  const options = (opened: GuestPool): JudgeRunOptions => ({
    catalogue,
    image: pool.identity.image,
    openPool: () => Promise.resolve(opened),
  });
  const alone = { ...pool, size: 1, identity: pool.identity, run: pool.run.bind(pool), close: pool.close.bind(pool) };
  const first = await judgeRun(path, { ...options(alone), signal: stop.signal, onScore: () => stop.abort() });
  expect(first).toMatchObject({ before: 0, judged: 1, left: 1, withoutCase: 1, failed: [] });
  const second = await judgeRun(path, options(pool));
  expect(second).toMatchObject({ before: 1, judged: 1, left: 0, withoutCase: 1 });
  expect(second.scores).toEqual({ A: 1, FP: 1, FN: 0, unjudged: 0, error: 0 });
  const nothing = (): Promise<GuestPool> => Promise.reject(new Error('no guest is needed'));
  const third = await judgeRun(path, { ...options(pool), openPool: nothing });
  expect(third).toMatchObject({ before: 2, judged: 0, left: 0 });
});
