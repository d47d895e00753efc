import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compiledFiles } from './compiled-files.ts';
import { decompressLz4 } from './lz4-legacy.ts';
import { openSourceTree } from './source-tree.ts';
import { readKernelBtf } from './vmlinux-btf.ts';

async function tree(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'ken-kbuild-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return root;
}

test('Kbuild: options, composites, conditionals, folders, modules', async () => {
  const root = await tree({
    'kernel/Makefile':
      'obj-y = a.o \\\n  b.o sub/\nobj-$(CONFIG_OFF) += off.o\nobj-$(CONFIG_MOD) += mod.o\nmod-y := part.o\nmod-$(CONFIG_ON) += more.o\nifdef CONFIG_ON\nobj-y += on.o\nelse\nobj-y += not-on.o\nendif\nobj-$(subst m,y,$(CONFIG_MOD)) += always.o\n',
    'kernel/sub/Makefile': 'ifeq ($(CONFIG_ON),y)\nlib-y += deep.o\nendif\n',
    ...Object.fromEntries(
      ['a', 'b', 'off', 'part', 'more', 'on', 'not-on', 'always', 'sub/deep'].map((name) => [`kernel/${name}.c`, '']),
    ),
  });
  const found = compiledFiles(
    root,
    new Map([
      ['CONFIG_ON', 'y'],
      ['CONFIG_MOD', 'm'],
    ]),
  );
  expect(found.map(({ file, module }) => `${file} ${module ?? ''}`.trim())).toEqual([
    ...[
      'kernel/a.c',
      'kernel/always.c',
      'kernel/b.c',
      'kernel/more.c mod',
      'kernel/on.c',
      'kernel/part.c mod',
      'kernel/sub/deep.c',
    ],
  ]);
});

test('LZ4 blocks with copies that overlap', () => {
  // "ab", then 10 bytes from 2 back; then the literal "c".
  const block = Buffer.from([0x26, 0x61, 0x62, 0x02, 0x00, 0x10, 0x63]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(block.length);
  expect(decompressLz4(Buffer.concat([Buffer.from([0x02, 0x21, 0x4c, 0x18]), size, block])).toString()).toBe(
    'abababababab' + 'c',
  );
});

test('what is no kernel is a clear fault', async () => {
  const empty = await tree({ README: '' });
  await expect(openSourceTree(empty)).rejects.toMatchObject({
    code: 'config',
    message: expect.stringContaining('no Makefile') as string,
  });
  await expect(openSourceTree('/does/not/exist')).rejects.toMatchObject({ code: 'config' });
  const file = path.join(await tree({ vmlinuz: 'not a kernel'.repeat(100) }), 'vmlinuz');
  await expect(readKernelBtf(file)).rejects.toMatchObject({
    code: 'config',
    message: expect.stringContaining('neither a kernel image') as string,
  });
});
