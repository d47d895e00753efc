import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { GuestIdentity } from '../../ken/kernel/guest/job.ts';
import { cacheFolder } from '../../ken/kernel/image/cache-folder.ts';
import { compileForGuest } from '../../ken/kernel/image/programs.ts';
import type { CaseDefinition } from './case.ts';

/** What a case's workload needs in the guest: absolute guest path -> content, and the command that starts it. */
export interface Workload {
  files: Record<string, Uint8Array>;
  command: string;
}

/**
 * The workload of a case, compiled for the guest when it is C: dynamically linked against the guest's C library, with
 * -pthread, cached under the hash of sources, shared header and guest image.
 */
export async function prepareWorkload(definition: CaseDefinition, identity: GuestIdentity): Promise<Workload> {
  const { file, name, command = `/job/${name}` } = definition.workload;
  if (file === undefined) return { files: {}, command };
  const source = path.join(definition.folder, file);
  const content = file === 'workload.c' ? await compiled(source, identity) : await readFile(source);
  return { files: { [`/job/${name}`]: content }, command };
}

async function compiled(source: string, identity: GuestIdentity): Promise<Uint8Array> {
  const hash = createHash('sha256').update(identity.image);
  for (const part of [source, ...(await headers(path.dirname(source)))]) hash.update('\0').update(await readFile(part));
  const target = cacheFolder('workloads', hash.digest('hex').slice(0, 32));
  const ready = await readFile(target).catch(notThere);
  if (ready) return ready;
  await mkdir(path.dirname(target), { recursive: true });
  // Two checks may compile the same workload at once; the rename makes the last one win whole.
  const unfinished = `${target}.${process.pid}.${performance.now()}`;
  try {
    await compileForGuest(identity.sysroot, [source], unfinished);
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { force: true });
  }
  return readFile(target);
}

/** Headers of the case and the shared ones beside the case folders. */
async function headers(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const place of [folder, path.dirname(folder)]) {
    for (const name of (await readdir(place)).sort()) if (name.endsWith('.h')) found.push(path.join(place, name));
  }
  return found;
}

function notThere(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}
