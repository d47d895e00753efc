import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { GuestIdentity } from '../../../kernel/guest/job.ts';
import { cacheFolder } from '../../../kernel/image/cache-folder.ts';
import { compileForGuest } from '../../../kernel/image/programs.ts';

export interface Sandbox {
  /** The launcher, see sandbox.c. */
  launcher: string;
  /** Folder with the library that answers for the guest's kernel, see guest-kernel.c. */
  libraries: string;
}

/** Compiles the launcher and its library once, into the cache; the name of the folder is the hash of their sources. */
export async function prepareSandbox(identity: GuestIdentity): Promise<Sandbox> {
  const sources = ['sandbox.c', 'guest-kernel.c'].map((name) => path.join(import.meta.dirname, name));
  const hash = createHash('sha256').update(identity.image);
  for (const source of sources) hash.update(await readFile(source));
  const folder = cacheFolder('sandbox', hash.digest('hex').slice(0, 16));
  if (!(await exists(folder))) await build(identity, sources, folder);
  return { launcher: path.join(folder, 'ken-sandbox'), libraries: path.join(folder, 'libraries') };
}

async function build(identity: GuestIdentity, [launcher = '', library = '']: string[], folder: string): Promise<void> {
  const work = `${folder}.${process.pid}.part`;
  await mkdir(path.join(work, 'libraries'), { recursive: true });
  await compileForGuest(identity.sysroot, ['-static', launcher], path.join(work, 'ken-sandbox'));
  const shared = ['-shared', '-fPIC', library];
  await compileForGuest(identity.sysroot, shared, path.join(work, 'libraries', 'guest-kernel.so'));
  await rename(work, folder).catch(async (error: unknown) => {
    // Another process built the same one meanwhile.
    await rm(work, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  });
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
