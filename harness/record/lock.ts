import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { KenError } from '../../ken/errors.ts';
import { storageError } from './storage-error.ts';

const ownerSchema = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** ISO time when the lock was taken. */
  start: z.string(),
  /** Start of the process in kernel ticks, so that a reused pid is not mistaken for the owner; null where unknown. */
  processStart: z.string().nullable(),
});

type LockOwner = z.infer<typeof ownerSchema>;

export interface Lock {
  /** Set when the lock of a dead process was taken over. */
  takenOver: string | null;
  release(): Promise<void>;
}

/**
 * Makes the caller the only writer of a run folder. A second writer gets a `KenError('storage')`; the lock of a process
 * of this host that is dead is taken over.
 */
export async function takeLock(runFolder: string): Promise<Lock> {
  const path = join(runFolder, 'lock');
  const own = join(runFolder, `.lock.${process.pid}.${Math.random().toString(36).slice(2, 10)}`);
  const owner: LockOwner = {
    pid: process.pid,
    host: hostname(),
    start: new Date().toISOString(),
    processStart: processStart(process.pid),
  };
  try {
    await writeFile(own, JSON.stringify(owner));
    const takenOver = (await linkOnce(own, path)) ? null : await takeOver(path, own, runFolder);
    return { takenOver, release: () => rm(path, { force: true }) };
  } catch (error) {
    throw storageError(`cannot lock ${runFolder}`, error);
  } finally {
    await rm(own, { force: true });
  }
}

/** Whether a living process holds the run folder, as far as can be seen from this host. */
export async function isHeld(runFolder: string): Promise<boolean> {
  const text = await readFile(join(runFolder, 'lock'), 'utf8').catch(() => null);
  if (text === null) return false;
  const parsed = ownerSchema.safeParse(parseJson(text));
  return parsed.success && isAlive(parsed.data);
}

/** A link appears with its whole content or not at all: nobody ever reads half a lock. */
async function linkOnce(source: string, path: string): Promise<boolean> {
  try {
    await link(source, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function takeOver(path: string, own: string, runFolder: string): Promise<string> {
  const seen = await readFile(path, 'utf8').catch(() => null);
  if (seen === null) throw held(runFolder, 'another process');
  const parsed = ownerSchema.safeParse(parseJson(seen));
  if (!parsed.success) throw held(runFolder, `an unreadable lock ${JSON.stringify(seen.slice(0, 80))}`);
  const holder = parsed.data;
  const name = `process ${holder.pid} on ${holder.host}, since ${holder.start}`;
  if (isAlive(holder)) throw held(runFolder, name);
  // Two processes may find the same dead owner. The rename is done by one; the other may move away the winner's new
  // lock, sees that its content is not what it read, and puts it back.
  const aside = `${own}.stale`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) throw held(runFolder, 'another process');
  const content = await readFile(aside, 'utf8');
  if (content !== seen) {
    await linkOnce(aside, path);
    await rm(aside, { force: true });
    throw held(runFolder, 'another process');
  }
  await rm(aside, { force: true });
  if (!(await linkOnce(own, path))) throw held(runFolder, 'another process');
  return name;
}

function isAlive(holder: LockOwner): boolean {
  if (holder.host !== hostname()) return true; // cannot be asked from here
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const start = processStart(holder.pid);
  if (holder.processStart === null || start === null) return true;
  return start === holder.processStart;
}

/** Field 22 of /proc/PID/stat; "zombie" for one that has ended but is not yet waited for; null without /proc. */
function processStart(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function held(runFolder: string, by: string): KenError {
  return new KenError('storage', `the run folder ${runFolder} is being written by ${by}`, {
    hint: `wait for it, or remove ${join(runFolder, 'lock')} if you know that nothing writes there any more`,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
