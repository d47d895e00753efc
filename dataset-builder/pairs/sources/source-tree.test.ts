import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileLimit, openSourceTree } from './source-tree.ts';

let folder: string;
let outside: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-tree-'));
  outside = await mkdtemp(path.join(tmpdir(), 'ken-outside-'));
  await mkdir(path.join(folder, 'tools'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await rm(outside, { recursive: true });
});

const put = (name: string, content: string | Uint8Array): Promise<void> => writeFile(path.join(folder, name), content);

test('lists matching files in sorted order and reads text with one kind of line break', async () => {
  await put('tools/b.bt', 'BEGIN\r\n{}');
  await put('tools/a.bt', 'END {}');
  await put('tools/notes.txt', 'no');
  const tree = await openSourceTree(folder);
  expect(await tree.list(['tools/*.bt'])).toEqual({ files: ['tools/a.bt', 'tools/b.bt'], refused: [] });
  expect(await tree.read('tools/b.bt')).toEqual({ text: 'BEGIN\n{}' });
  expect(await tree.read('tools/none.bt')).toEqual({ missing: true });
});

test.each([
  ['huge', 'x'.repeat(fileLimit + 1), /bytes, more than/],
  ['binary', 'ELF\u0000', /binary/],
  ['of one line', 'x'.repeat(20_001), /a line of 20001 characters/],
  ['broken UTF-8', Uint8Array.from([0x42, 0xff, 0xfe, 0x80]), /not valid UTF-8/],
])('refuses a file that is %s', async (_, content, reason) => {
  await put('tools/bad.bt', content);
  const read = await (await openSourceTree(folder)).read('tools/bad.bt');
  expect(read).toHaveProperty('refused.reason', expect.stringMatching(reason));
});

test('a file of exactly the limit is read', async () => {
  await put('tools/full.bt', `${'x'.repeat(1023)}\n`.repeat(fileLimit / 1024));
  expect(await (await openSourceTree(folder)).read('tools/full.bt')).toHaveProperty('text');
});

test.each(['../secret.bt', 'tools/../../secret.bt', '/etc/passwd', 'tools\\..\\..\\secret.bt'])(
  'refuses the path %s',
  async (file) => {
    await writeFile(path.join(path.dirname(folder), 'secret.bt'), 'secret');
    const read = await (await openSourceTree(folder)).read(file);
    expect(read).toHaveProperty('refused.reason', 'its path leaves the source');
    await rm(path.join(path.dirname(folder), 'secret.bt'));
  },
);

test('follows no symbolic link, neither of a file nor of a folder, and says which it left', async () => {
  await writeFile(path.join(outside, 'secret.bt'), 'BEGIN { secret }');
  await symlink(path.join(outside, 'secret.bt'), path.join(folder, 'tools/link.bt'));
  await symlink(outside, path.join(folder, 'elsewhere'));
  const tree = await openSourceTree(folder);
  const { files, refused } = await tree.list(['**/*.bt', 'elsewhere']);
  expect(files).toEqual([]);
  expect(refused.map(({ file }) => file)).toEqual(['elsewhere', 'tools/link.bt']);
  for (const file of ['tools/link.bt', 'elsewhere/secret.bt']) {
    expect(await tree.read(file)).toHaveProperty('refused.reason', expect.stringMatching(/symbolic link/));
  }
});

test('does not wait for a pipe that nobody writes to', async () => {
  await promisify(execFile)('mkfifo', [path.join(folder, 'tools/pipe.bt')]);
  const tree = await openSourceTree(folder);
  expect((await tree.list(['**/*.bt'])).refused).toHaveLength(1);
  expect(await tree.read('tools/pipe.bt')).toHaveProperty('refused.reason', 'it is no regular file');
});
