import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ken-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a second writer is refused by name, and may write after the first has gone', async () => {
  const first = await takeLock(folder);
  await expect(takeLock(folder)).rejects.toThrow(`being written by process ${process.pid} on`);
  await first.release();
  const second = await takeLock(folder);
  await second.release();
  expect(await readdir(folder)).toEqual([]);
});

test('of many that ask at once exactly one gets it', async () => {
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(folder)));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

test('the lock of a dead process is taken over by exactly one', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await writeFile(join(folder, 'lock'), lockText({ pid: child.pid ?? 0, processStart: null }));
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(folder)));
  const winners = results.filter((result) => result.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  expect(winners[0]?.value.takenOver).toContain(`process ${child.pid ?? 0}`);
  expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
});

test('a reused process number does not keep a dead lock alive', async () => {
  await writeFile(join(folder, 'lock'), lockText({ pid: process.pid, processStart: '1' }));
  const lock = await takeLock(folder);
  expect(lock.takenOver).not.toBeNull();
});

test('a lock of another host cannot be checked and is respected', async () => {
  await writeFile(join(folder, 'lock'), lockText({ pid: 1, processStart: null, host: 'elsewhere' }));
  await expect(takeLock(folder)).rejects.toThrow('on elsewhere');
});

test('an unreadable lock is respected and quoted', async () => {
  await writeFile(join(folder, 'lock'), 'not json');
  await expect(takeLock(folder)).rejects.toThrow('not json');
});

function lockText(owner: { pid: number; processStart: string | null; host?: string }): string {
  return JSON.stringify({ host: hostname(), start: '2026-01-01T00:00:00.000Z', ...owner });
}
