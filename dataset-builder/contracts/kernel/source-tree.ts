import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { KenError, quote } from '../../../ken/errors.ts';
import { cacheFolder } from '../../../ken/kernel/image/cache-folder.ts';
import { debianMirror } from '../../../ken/kernel/image/debian-mirror.ts';
import { downloadPackages } from '../../../ken/kernel/image/download.ts';
import type { LockedPackage } from '../../../ken/kernel/image/package-lock.ts';
import { describe, privateApt } from '../../../ken/kernel/image/relock.ts';
import { runTool } from '../../../ken/kernel/image/tool.ts';

export interface SourceTree {
  root: string;
  /** Package with its version, or the path that was given. */
  description: string;
  /** Version of the tree's Makefile: `6.12.117`. */
  version: string;
}

/** Large parts that no compiled file of these kernels needs. */
const leftOut = [
  'Documentation',
  'tools/testing',
  'drivers/gpu/drm/amd',
  'drivers/gpu/drm/nouveau',
  'drivers/gpu/drm/i915',
];

/** Opens a tree from a folder or a tarball (any compression that tar knows). Throws `config` when it is no kernel's. */
export async function openSourceTree(given: string): Promise<SourceTree> {
  const info = await stat(given).catch((cause: unknown) => {
    throw new KenError('config', `the kernel source ${quote(given)} does not exist`, { cause });
  });
  const root = info.isDirectory() ? path.resolve(given) : await unpackTarball(path.resolve(given));
  return { root, description: path.basename(given), version: await treeVersion(root) };
}

/** Fetches Debian's `linux-source` package of exactly this version, as the machine's apt configuration reaches Debian. */
export async function fetchSourceTree(
  version: string,
  suite: string,
  options: { mirror?: string; progress?: (message: string) => void } = {},
): Promise<SourceTree> {
  const series = /^\d+\.\d+/.exec(version)?.[0] ?? version;
  const folder = cacheFolder('linux-source', version);
  const description = `linux-source-${series} ${version}`;
  if (!existsSync(folder)) {
    const entry = await packageEntry(`linux-source-${series}=${version}`, suite, options.mirror);
    const files = await downloadPackages(
      [entry],
      () => debianMirror(options.mirror),
      options.progress ?? (() => undefined),
    );
    options.progress?.(`unpacking ${description}`);
    await unpackInto(folder, async (work) => {
      await runTool('dpkg-deb', ['-x', files.get(entry.name) ?? '', work]);
      const sources = path.join(work, 'usr', 'src');
      const tarball = (await readdir(sources)).find((name) => name.startsWith(`linux-source-${series}.tar`));
      if (tarball === undefined) throw new KenError('image', `${description} holds no tarball`);
      await unpackTar(path.join(sources, tarball), work);
      await rm(path.join(work, 'usr'), { recursive: true });
    });
  }
  return { root: folder, description, version: await treeVersion(folder) };
}

async function packageEntry(name: string, suite: string, mirror: string | undefined): Promise<LockedPackage> {
  const apt = await privateApt(await debianMirror(mirror));
  try {
    const [found] = await describe(apt, [name]);
    if (found) return { ...found, use: ['headers'] };
  } catch (cause) {
    throw new KenError('config', `${suite} has no package ${quote(name)}`, {
      cause,
      hint: 'Give the tree that the kernel was built from: --source FOLDER or TARBALL.',
    });
  }
  throw new KenError('config', `${suite} has no package ${quote(name)}`, {
    hint: 'Give a tree: --source FOLDER or TARBALL.',
  });
}

async function unpackTarball(tarball: string): Promise<string> {
  const { size, mtimeMs } = await stat(tarball);
  const key = createHash('sha256').update(`${tarball}:${size}:${mtimeMs}`).digest('hex').slice(0, 16);
  const folder = cacheFolder('linux-source', key);
  if (!existsSync(folder)) await unpackInto(folder, (work) => unpackTar(tarball, work));
  return folder;
}

async function unpackInto(folder: string, fill: (work: string) => Promise<void>): Promise<void> {
  const work = `${folder}.${process.pid}.part`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    await fill(work);
    await rename(work, folder).catch((error: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function unpackTar(tarball: string, into: string): Promise<void> {
  const excluded = leftOut.map((folder) => `--exclude=*/${folder}`);
  await runTool('tar', ['-x', '-f', tarball, '-C', into, '--strip-components=1', '--no-same-owner', ...excluded]);
}

/** Throws `config` when the folder is no kernel source, naming what is missing. */
async function treeVersion(root: string): Promise<string> {
  const missing = ['Makefile', 'kernel', 'include/linux', 'arch/x86/include'].find(
    (part) => !existsSync(path.join(root, part)),
  );
  if (missing !== undefined) {
    throw new KenError('config', `${quote(root)} is no kernel source: it has no ${missing}`, {
      hint: "Give the folder that holds the kernel's top-level Makefile, with the x86 architecture.",
    });
  }
  const makefile = await readFile(path.join(root, 'Makefile'), 'utf8');
  const part = (name: string): string => new RegExp(`^${name}\\s*=\\s*(\\d+)`, 'm').exec(makefile)?.[1] ?? '';
  const version = [part('VERSION'), part('PATCHLEVEL'), part('SUBLEVEL')].join('.');
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new KenError('config', `the Makefile of ${quote(root)} names no kernel version`);
  return version;
}
