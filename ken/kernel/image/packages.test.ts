import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { debianMirror } from './debian-mirror.ts';
import { downloadPackages } from './download.ts';
import { lockFile, type LockedPackage, readLock } from './package-lock.ts';
import { recipe } from './recipe.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ken-packages-'));
  vi.stubEnv('KEN_CACHE', path.join(folder, 'cache'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const content = 'not really a package';
const item: LockedPackage = {
  name: 'sample',
  version: '1.2-3',
  path: 'pool/main/s/sample/sample_1.2-3_amd64.deb',
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  use: ['guest'],
};

/** A mirror in a folder: apt reads `file:` addresses like any other. */
async function mirrorWith(text: string | undefined): Promise<string> {
  const file = path.join(folder, 'mirror', item.path);
  await mkdir(path.dirname(file), { recursive: true });
  if (text !== undefined) await writeFile(file, text);
  return `${pathToFileURL(path.join(folder, 'mirror')).href.replace('file://', 'file:')}/`;
}

describe('downloadPackages', () => {
  it('fetches a package once and keeps it by its hash', async () => {
    const mirror = await mirrorWith(content);
    const said: string[] = [];
    const files = await downloadPackages(
      [item],
      () => Promise.resolve(mirror),
      (message) => said.push(message),
    );
    expect(await readFile(files.get('sample') ?? '', 'utf8')).toBe(content);
    expect(said).toHaveLength(1);
    await downloadPackages(
      [item],
      () => Promise.reject(new Error('asked again')),
      (message) => said.push(message),
    );
    expect(said).toHaveLength(1);
  });

  it('names the package that the mirror has dropped, and how to write a new lock', async () => {
    const mirror = await mirrorWith(undefined);
    await expect(
      downloadPackages(
        [item],
        () => Promise.resolve(mirror),
        () => undefined,
      ),
    ).rejects.toMatchObject({
      code: 'image',
      message: expect.stringContaining('sample 1.2-3') as string,
      hint: expect.stringContaining('ken image lock') as string,
    });
  });

  it('refuses a package with the right size and another content', async () => {
    const mirror = await mirrorWith(content.replace('not', 'for'));
    await expect(
      downloadPackages(
        [item],
        () => Promise.resolve(mirror),
        () => undefined,
      ),
    ).rejects.toMatchObject({ code: 'image' });
  });
});

describe('readLock', () => {
  it('reads the committed lock: every package of the recipe with its hash', async () => {
    const { lock } = await readLock();
    const names = lock.packages.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...recipe.guestPackages, ...recipe.sysrootPackages]));
    expect(lock.packages.filter(({ use }) => use.includes('kernel'))).toHaveLength(1);
    expect(lock.suite).toBe(recipe.suite);
  });

  it('quotes what is wrong with a damaged lock', async () => {
    const file = path.join(folder, 'lock.json');
    await writeFile(file, (await readFile(lockFile, 'utf8')).replace('"sha256": "', '"sha256": "!'));
    await expect(readLock(file)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('sha256') as string,
    });
    await writeFile(file, '{');
    await expect(readLock(file)).rejects.toMatchObject({ code: 'config' });
  });
});

describe('debianMirror', () => {
  it('takes the option before anything else, and quotes one that is no address', async () => {
    expect(await debianMirror('http://mirror.example/debian')).toBe('http://mirror.example/debian/');
    await expect(debianMirror('mirror.example')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('"mirror.example"') as string,
    });
  });
});
