import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSourceTree } from './source-tree.ts';
import { unpackArchive } from './unpack-archive.ts';

const run = promisify(execFile);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-unpack-'));
  await mkdir(path.join(folder, 'in/tools'), { recursive: true });
  await writeFile(path.join(folder, 'in/tools/a.bt'), 'BEGIN {}');
  await writeFile(path.join(folder, 'in/tools/b.txt'), 'notes');
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string): string => path.join(folder, name);

test.each(['-cf', '-czf', '-cJf'])(
  'unpacks what the patterns name (tar %s), and is done when it is renamed',
  async (flags) => {
    await run('tar', [flags, at('source.tar'), '-C', at('in'), 'tools']);
    const target = at('out');
    expect(await unpackArchive(at('source.tar'), { members: ['tools/*.bt'], limit: 1e6, target })).toBe(target);
    expect(await readdir(at('out/tools'))).toEqual(['a.bt']);
    expect(await readFile(at('out/tools/a.bt'), 'utf8')).toBe('BEGIN {}');
  },
);

test('an archive bomb is stopped at the limit, and nothing is left of it', async () => {
  await writeFile(at('in/tools/zeros.bt'), Buffer.alloc(40_000_000));
  await run('tar', ['-czf', at('bomb.tar.gz'), '-C', at('in'), 'tools']);
  expect((await stat(at('bomb.tar.gz'))).size).toBeLessThan(100_000);
  const unpacking = unpackArchive(at('bomb.tar.gz'), { members: ['**'], limit: 1_000_000, target: at('out') });
  await expect(unpacking).rejects.toThrow(/more than 1000000 bytes/);
  expect((await readdir(folder)).sort()).toEqual(['bomb.tar.gz', 'in']);
});

test('a member that names a parent folder is not written outside', async () => {
  await writeFile(at('in/evil.bt'), 'BEGIN { evil }');
  await run('tar', [
    '-cPf',
    at('evil.tar'),
    '-C',
    at('in'),
    '--transform',
    's,evil,../../evil,',
    'evil.bt',
    'tools/a.bt',
  ]);
  const unpacked = await unpackArchive(at('evil.tar'), {
    members: ['**'],
    limit: 1e6,
    target: at('deep/er/out'),
  }).catch((error: unknown) => error as Error);
  expect(await readdir(folder)).not.toContain('evil.bt');
  expect(await readdir(at('deep'))).not.toContain('evil.bt');
  if (unpacked instanceof Error) expect(unpacked.message).toMatch(/cannot be unpacked/);
});

test('a link that leaves the archive is kept as a link and never read', async () => {
  await symlink('/etc/passwd', at('in/tools/link.bt'));
  await run('tar', ['-cf', at('link.tar'), '-C', at('in'), 'tools']);
  const unpacked = await unpackArchive(at('link.tar'), { members: ['**'], limit: 1e6, target: at('out') });
  const tree = await openSourceTree(unpacked);
  expect(await tree.read('tools/link.bt')).toHaveProperty('refused');
  expect((await tree.list(['**/*.bt'])).files).toEqual(['tools/a.bt']);
});

test.each([
  ['no archive', Buffer.from('hello, this is not an archive')],
  ['a cut archive', gzipSync(Buffer.alloc(5000, 'x')).subarray(0, 30)],
])('%s is an error with its name', async (_, content) => {
  await writeFile(at('bad.tar.gz'), content);
  const unpacking = unpackArchive(at('bad.tar.gz'), { members: ['**'], limit: 1e6, target: at('out') });
  await expect(unpacking).rejects.toThrow(/bad\.tar\.gz cannot be unpacked/);
});
