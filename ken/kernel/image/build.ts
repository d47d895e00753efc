import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KenError } from '../../errors.ts';
import { cacheFolder } from './cache-folder.ts';
import { writeCpio } from './cpio.ts';
import { debianMirror } from './debian-mirror.ts';
import { downloadPackages } from './download.ts';
import { identitySchema, readIdentity, type ImageIdentity } from './identity.ts';
import { installModules } from './modules.ts';
import { readLock, type LockedPackage, type PackageLock } from './package-lock.ts';
import { compileGuestPrograms } from './programs.ts';
import { compileStubModule } from './stub-module.ts';
import { guestSources, imageHash, recipe } from './recipe.ts';
import { dropUnused, linkFolders, writeConfiguration } from './root-tree.ts';
import { runTool } from './tool.ts';

export interface BuildOptions {
  mirror?: string;
  progress?: (message: string) => void;
}

/**
 * Builds the guest image from the locked Debian packages, without root, or finds it in the cache. An image is a folder
 * with `vmlinuz`, `initrd.zst`, `sysroot/`, `tools/` (the package's own bpftrace tools) and `identity.json`.
 */
export async function buildImage(options: BuildOptions = {}): Promise<ImageIdentity> {
  const { lock, text } = await readLock();
  const folder = cacheFolder('images', imageHash(text));
  const known = await readIdentity(folder);
  if (known) return known;
  const progress = options.progress ?? (() => undefined);
  const work = `${folder}.${process.pid}.part`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    await assemble(lock, work, path.basename(folder), options.mirror, progress);
    await rename(work, folder).catch((error: unknown) => {
      // Another process built the same image meanwhile: its result is as good.
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? diskFull(work, error) : error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const built = await readIdentity(folder);
  if (!built) throw new KenError('image', `${folder} was built and cannot be read`);
  return built;
}

async function assemble(
  lock: PackageLock,
  work: string,
  hash: string,
  mirror: string | undefined,
  progress: (message: string) => void,
): Promise<void> {
  const files = await downloadPackages(lock.packages, () => debianMirror(mirror), progress);
  const trees = {
    guest: path.join(work, 'root'),
    kernel: path.join(work, 'kernel'),
    headers: path.join(work, 'headers'),
    sysroot: path.join(work, 'sysroot'),
  };
  progress('unpacking the guest, its kernel and its headers');
  for (const use of ['guest', 'kernel', 'headers', 'sysroot'] as const) {
    await mkdir(trees[use], { recursive: true });
    for (const item of lock.packages.filter((entry) => entry.use.includes(use))) {
      await runTool('dpkg-deb', ['-x', files.get(item.name) ?? '', trees[use]]);
    }
  }
  await linkFolders(trees.sysroot);
  await keepTools(trees.guest, path.join(work, 'tools'));
  await dropUnused(trees.guest, recipe.dropped);
  await linkFolders(trees.guest);
  await writeConfiguration(trees.guest);
  progress('adding kernel modules, the agent and the loader');
  await compileStubModule(trees.headers, trees.kernel);
  const kernel = await installModules(trees.kernel, trees.guest, recipe.modules);
  await compileGuestPrograms(trees.sysroot, path.join(trees.guest, 'ken'));
  await cp(guestSources().bootScript, path.join(trees.guest, 'ken', 'boot.sh'));
  progress('packing the root file system');
  await writeCpio(trees.guest, path.join(work, 'initrd'));
  await runTool('zstd', ['-q', '-T2', '-9', '--rm', path.join(work, 'initrd'), '-o', path.join(work, 'initrd.zst')]);
  await rename(path.join(trees.kernel, 'boot', `vmlinuz-${kernel}`), path.join(work, 'vmlinuz'));
  await rm(trees.guest, { recursive: true });
  await rm(trees.kernel, { recursive: true });
  await rm(trees.headers, { recursive: true });
  const identity = identitySchema.parse({
    hash,
    kernel,
    bpftrace: versionOf(lock.packages, 'bpftrace'),
    packages: lock.packages.length,
  });
  await writeFile(path.join(work, 'identity.json'), `${JSON.stringify(identity, null, 2)}\n`);
}

/** The tools that the bpftrace package installs: the embedded training set reads them. */
async function keepTools(root: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const folder of ['usr/sbin', 'usr/share/bpftrace/tools', 'usr/share/doc/bpftrace/examples']) {
    const names = await readdir(path.join(root, folder)).catch(() => []);
    for (const name of names) {
      const file = path.join(root, folder, name);
      if (name.endsWith('.bt') && (await stat(file)).isFile()) await cp(file, path.join(target, name));
    }
  }
  const manual = path.join(root, 'usr/share/man/man8');
  if (await stat(manual).catch(() => undefined)) await cp(manual, path.join(target, 'man8'), { recursive: true });
}

function versionOf(packages: readonly LockedPackage[], name: string): string {
  return packages.find((item) => item.name === name)?.version ?? 'unknown';
}

function diskFull(folder: string, cause: unknown): KenError {
  return new KenError('storage', `the disk is full while building the guest image in ${folder}`, {
    cause,
    hint: 'The build needs about 1.5 GB. Free some space, or set KEN_CACHE to a folder on another disk.',
  });
}
