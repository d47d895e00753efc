import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeCpio } from './cpio.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ken-cpio-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Reads the "newc" format back: name, mode and content of each entry. */
function entriesOf(archive: Buffer): { name: string; mode: number; data: string }[] {
  const found = [];
  for (let at = 0; at < archive.length;) {
    const field = (index: number): number =>
      parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16);
    expect(archive.toString('latin1', at, at + 6)).toBe('070701');
    const [mode, size, nameSize] = [field(1), field(6), field(11)];
    const name = archive.toString('utf8', at + 110, at + 110 + nameSize - 1);
    const start = Math.ceil((at + 110 + nameSize) / 4) * 4;
    found.push({ name, mode, data: archive.toString('utf8', start, start + size) });
    at = Math.ceil((start + size) / 4) * 4;
  }
  return found;
}

it('packs folders, files and links in order, and gives the same bytes again', async () => {
  const tree = path.join(folder, 'tree');
  await mkdir(path.join(tree, 'b'), { recursive: true });
  await writeFile(path.join(tree, 'b', 'file'), 'five!', { mode: 0o755 });
  await writeFile(path.join(tree, 'a'), '');
  await symlink('b/file', path.join(tree, 'c'));
  await writeCpio(tree, path.join(folder, 'first'));
  await writeCpio(tree, path.join(folder, 'second'));
  const first = await readFile(path.join(folder, 'first'));
  expect(await readFile(path.join(folder, 'second'))).toEqual(first);
  expect(entriesOf(first)).toEqual([
    { name: 'a', mode: expect.any(Number) as number, data: '' },
    { name: 'b', mode: expect.any(Number) as number, data: '' },
    { name: 'b/file', mode: 0o100755, data: 'five!' },
    { name: 'c', mode: 0o120777, data: 'b/file' },
    { name: 'TRAILER!!!', mode: 0, data: '' },
  ]);
});
