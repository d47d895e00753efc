import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KenError } from '../../ken/errors.ts';
import { AppendLog, openAppendLog } from './append-log.ts';
import type { AppendFile } from './append-log.ts';
import { readLineAt, readLines } from './read-lines.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ken-append-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('every acknowledged line is read back by its pointer, whatever its text', async () => {
  const path = join(folder, 'a.jsonl');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 20 }), async (values) => {
      await rm(path, { force: true });
      const { log } = await openAppendLog(path);
      const lines = values.map((value) => JSON.stringify(value));
      const pointers = await Promise.all(lines.map((line) => log.append(line)));
      await log.close();
      const read: string[] = [];
      for await (const { text } of readLines(path)) read.push(text);
      expect(read).toEqual(lines);
      expect(await Promise.all(pointers.map((pointer) => readLineAt(path, pointer)))).toEqual(lines);
    }),
    { numRuns: 25 },
  );
});

test('appends that wait together share one fdatasync', async () => {
  const file = new MemoryFile();
  const log = new AppendLog('memory', file, 0);
  await Promise.all(Array.from({ length: 50 }, (_, index) => log.append(`{"n":${index}}`)));
  expect(file.syncs).toBe(1);
  await log.append('{"n":50}');
  expect(file.syncs).toBe(2);
  await log.close();
});

test('an append is not acknowledged before fdatasync has returned', async () => {
  const file = new MemoryFile();
  let release = (): void => undefined;
  file.beforeSync = () => new Promise((resolve) => (release = resolve));
  const log = new AppendLog('memory', file, 0);
  let acknowledged = false;
  const append = log.append('{}').then(() => (acknowledged = true));
  while (file.content.length === 0) await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(acknowledged).toBe(false);
  release();
  await append;
  expect(acknowledged).toBe(true);
});

test('a torn tail is cut on open and the cut is counted', async () => {
  const path = join(folder, 'a.jsonl');
  await writeFile(path, '{"a":1}\n{"a":2}\n{"a":');
  const { log, cutBytes } = await openAppendLog(path);
  expect(cutBytes).toBe(5);
  await log.append('{"a":3}');
  await log.close();
  expect(await readFile(path, 'utf8')).toBe('{"a":1}\n{"a":2}\n{"a":3}\n');
});

test('a tail of zeros, as a loss of power leaves it, is cut even when it ends in a newline', async () => {
  const path = join(folder, 'a.jsonl');
  await writeFile(path, '{"a":1}\n');
  await appendFile(path, Buffer.concat([Buffer.alloc(100_000), Buffer.from('"}\n')]));
  const { log, cutBytes } = await openAppendLog(path);
  await log.close();
  expect(cutBytes).toBe(100_003);
  expect(await readFile(path, 'utf8')).toBe('{"a":1}\n');
});

test('any cut of the file leaves a whole number of lines', async () => {
  const path = join(folder, 'a.jsonl');
  const whole = Buffer.from(['{"t":"ä"}', '{"t":"𝄞\\u0000"}', '{}'].map((line) => `${line}\n`).join(''));
  for (let length = 0; length <= whole.length; length += 1) {
    await writeFile(path, whole.subarray(0, length));
    const { log, cutBytes } = await openAppendLog(path);
    await log.close();
    const left = await readFile(path);
    expect(left.length + cutBytes).toBe(length);
    expect(left.length === 0 || left.at(-1) === 10).toBe(true);
    expect(left.equals(whole.subarray(0, left.length))).toBe(true);
  }
});

test('a short write is finished', async () => {
  const file = new MemoryFile();
  file.mostBytes = 3;
  const log = new AppendLog('memory', file, 0);
  await log.append('{"name":"value"}');
  expect(file.content.toString()).toBe('{"name":"value"}\n');
});

test('a full disk rolls back the half line, tells what to do, and the log works again when there is room', async () => {
  const file = new MemoryFile();
  const log = new AppendLog('memory', file, 0);
  await log.append('{"kept":1}');
  file.capacity = file.content.length + 5;
  const failure = await log.append('{"lost":2}').then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(KenError);
  expect(failure).toMatchObject({ code: 'storage', hint: expect.stringContaining('disk is full') as string });
  expect(file.content.toString()).toBe('{"kept":1}\n');
  file.capacity = Number.POSITIVE_INFINITY;
  await log.append('{"next":3}');
  expect(file.content.toString()).toBe('{"kept":1}\n{"next":3}\n');
});

test('when the roll-back fails too, nothing is added behind the torn line', async () => {
  const file = new MemoryFile();
  const log = new AppendLog('memory', file, 0);
  file.capacity = 5;
  file.truncateFails = true;
  await expect(log.append('{"lost":1}')).rejects.toThrow('ENOSPC');
  file.capacity = Number.POSITIVE_INFINITY;
  await expect(log.append('{"after":2}')).rejects.toThrow('ENOSPC');
  expect(file.content.toString()).toBe('{"los');
});

test('acknowledged lines survive any sequence of failures, refused ones never appear', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ room: fc.nat(40), batch: fc.integer({ min: 1, max: 4 }) })),
      async (steps) => {
        const file = new MemoryFile();
        const log = new AppendLog('memory', file, 0);
        const kept: string[] = [];
        let number = 0;
        for (const { room, batch } of steps) {
          file.capacity = file.content.length + room;
          const lines = Array.from({ length: batch }, () => `{"n":${(number += 1)}}`);
          const settled = await Promise.allSettled(lines.map((line) => log.append(line)));
          settled.forEach((result, index) => result.status === 'fulfilled' && kept.push(lines[index] ?? ''));
        }
        expect(file.content.toString()).toBe(kept.map((line) => `${line}\n`).join(''));
      },
    ),
  );
});

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mountWorks();

test.skipIf(!canMount)(
  canMount ? 'a really full file system keeps every acknowledged line' : 'full tmpfs: skipped, mounting needs root',
  async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
    try {
      const path = join(folder, 'a.jsonl');
      const { log } = await openAppendLog(path);
      const acknowledged: string[] = [];
      let refused = 0;
      for (let number = 0; number < 40; number += 1) {
        const line = JSON.stringify({ number, filler: 'x'.repeat(3000) });
        await log.append(line).then(
          () => acknowledged.push(line),
          (error: unknown) => {
            expect(error).toMatchObject({ code: 'storage' });
            refused += 1;
          },
        );
      }
      await log.close();
      expect(refused).toBeGreaterThan(0);
      expect(acknowledged.length).toBeGreaterThan(0);
      expect(await readFile(path, 'utf8')).toBe(acknowledged.map((line) => `${line}\n`).join(''));
      expect((await stat(path)).size).toBeLessThanOrEqual(64 * 1024);
    } finally {
      execFileSync('umount', [folder]);
    }
  },
);

/** A disk in memory with room for `capacity` bytes, that takes at most `mostBytes` at once. */
class MemoryFile implements AppendFile {
  content = Buffer.alloc(0);
  capacity = Number.POSITIVE_INFINITY;
  mostBytes = Number.POSITIVE_INFINITY;
  truncateFails = false;
  syncs = 0;
  beforeSync: () => Promise<void> = () => Promise.resolve();

  write(bytes: Uint8Array, position: number): Promise<number> {
    const count = Math.min(bytes.length, this.mostBytes, this.capacity - position);
    if (count <= 0) return Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }));
    this.content = Buffer.concat([this.content.subarray(0, position), bytes.subarray(0, count)]);
    return Promise.resolve(count);
  }

  async datasync(): Promise<void> {
    await this.beforeSync();
    this.syncs += 1;
  }

  truncate(length: number): Promise<void> {
    if (this.truncateFails) return Promise.reject(new Error('EIO'));
    this.content = this.content.subarray(0, length);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function mountWorks(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
