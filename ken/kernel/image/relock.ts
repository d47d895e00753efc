import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KenError } from '../../errors.ts';
import { lockFile, type LockedPackage, type PackageLock } from './package-lock.ts';
import { debianMirror } from './debian-mirror.ts';
import { recipe } from './recipe.ts';
import { cacheFolder } from './cache-folder.ts';
import { runTool } from './tool.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Resolves the recipe against the mirror's current state (signed indexes, a private apt state, no root) and writes
 * packages.lock.json: `ken image lock`.
 */
export async function relock(options: { mirror?: string } = {}): Promise<PackageLock> {
  const apt = await privateApt(await debianMirror(options.mirror));
  const kernel = await kernelPackage(apt);
  const packages = new Map<string, LockedPackage>();
  const add = async (use: LockedPackage['use'][number], names: string[]): Promise<void> => {
    for (const found of await describe(apt, names)) {
      const known = packages.get(found.name);
      if (known && !known.use.includes(use)) known.use.push(use);
      if (!known) packages.set(found.name, { ...found, use: [use] });
    }
  };
  await add('guest', await closure(apt, recipe.guestPackages));
  await add('guest', [...recipe.barePackages]);
  await add('sysroot', await closure(apt, recipe.sysrootPackages));
  await add('kernel', [kernel]);
  await add('headers', await headerPackages(apt, kernel));
  const lock: PackageLock = {
    suite: recipe.suite,
    packages: [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
  await writeFile(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
  return lock;
}

/** An apt configuration with an empty package database: it resolves full closures and touches nothing on the host. */
export async function privateApt(mirror: string): Promise<string[]> {
  const folder = cacheFolder('apt', recipe.suite);
  await mkdir(path.join(folder, 'lists', 'partial'), { recursive: true });
  await mkdir(path.join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  await writeFile(path.join(folder, 'status'), '');
  await writeFile(path.join(folder, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} ${recipe.suite} main\n`);
  const settings = {
    'Dir::Etc::sourcelist': path.join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State': folder,
    'Dir::State::lists': path.join(folder, 'lists'),
    'Dir::State::status': path.join(folder, 'status'),
    'Dir::Cache': path.join(folder, 'cache'),
    'APT::Install-Recommends': '0',
    'APT::Sandbox::User': '',
    'APT::Architecture': 'amd64',
    'Acquire::Languages': 'none',
    'Debug::NoLocking': '1',
  };
  const options = Object.entries(settings).map(([key, value]) => `-o${key}=${value}`);
  await runTool('apt-get', [...options, '-qq', 'update']);
  return options;
}

async function kernelPackage(apt: string[]): Promise<string> {
  const text = await runTool('apt-cache', [...apt, 'depends', recipe.kernelPackage]);
  const name = /Depends: (linux-image-\S+)/.exec(text)?.[1];
  if (name === undefined) throw new KenError('image', `${recipe.kernelPackage} names no kernel in ${recipe.suite}`);
  return name;
}

/** The kernel's own headers and those that it shares with its siblings. Their compiler and build tools are not needed. */
async function headerPackages(apt: string[], kernel: string): Promise<string[]> {
  const name = kernel.replace('linux-image-', 'linux-headers-');
  const text = await runTool('apt-cache', [...apt, 'depends', name]);
  const common = /Depends: (linux-headers-\S+-common)/.exec(text)?.[1];
  if (common === undefined) throw new KenError('image', `${name} names no common headers in ${recipe.suite}`);
  return [name, common];
}

/** The packages with everything they depend on, as `name=version`. */
async function closure(apt: string[], names: readonly string[]): Promise<string[]> {
  const text = await runTool('apt-get', [...apt, '-s', 'install', ...names]);
  return [...text.matchAll(/^Inst (\S+) \((\S+)/gm)].map((match) => `${match[1] ?? ''}=${match[2] ?? ''}`);
}

/** What the index says of packages. */
export async function describe(apt: string[], names: string[]): Promise<Omit<LockedPackage, 'use'>[]> {
  const text = await runTool('apt-cache', [...apt, '--no-all-versions', 'show', ...names]);
  return text
    .split(/\n\n+/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => {
      const field = (name: string): string => {
        const value = new RegExp(`^${name}: (.+)$`, 'm').exec(paragraph)?.[1];
        if (value === undefined)
          throw new KenError('image', `apt-cache show gave no ${name}: ${paragraph.slice(0, 200)}`);
        return value;
      };
      return {
        name: field('Package'),
        version: field('Version'),
        path: field('Filename'),
        bytes: Number(field('Size')),
        sha256: field('SHA256'),
      };
    });
}
