import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSourceTree } from '../sources/source-tree.ts';
import { inlineHeaders } from './inline-headers.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-headers-'));
  await mkdir(path.join(folder, 'src'));
  await mkdir(path.join(folder, 'lib'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);
const inline = async (text: string): ReturnType<typeof inlineHeaders> =>
  inlineHeaders(await openSourceTree(folder), 'src/tool.bpf.c', text, ['lib']);

test('copies what a program uses of its headers, once, and leaves the toolchain its own', async () => {
  await put(
    'src/tool.h',
    `#ifndef __TOOL_H
#define __TOOL_H
/* a comment */
#include "deep.h"
#define MAX_SLOTS 27
#define UNUSED_MACRO 1
struct event { int pid; char name[NAME_LENGTH]; };
struct unused { int a; };
enum kind { READ, WRITE };
static int helper(int x) { return x + MAX_SLOTS; }
static int forgotten(int x) { return x; }
#endif /* __TOOL_H */
`,
  );
  await put('lib/deep.h', '#pragma once\n#define NAME_LENGTH 16\n#define DEEP_UNUSED 2\n');
  const { text, headers, refused } = await inline(
    '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\n#include "tool.h"\n#include "tool.h"\nint f(struct event *e) { return helper(WRITE); }',
  );
  expect(headers.map(({ file }) => file)).toEqual(['src/tool.h', 'lib/deep.h']);
  expect(refused).toEqual([]);
  expect(text).toMatch(/^#include "vmlinux.h"\n#include <bpf\/bpf_helpers.h>\n/);
  for (const kept of ['NAME_LENGTH 16', 'MAX_SLOTS 27', 'struct event {', '};', 'enum kind', 'static int helper']) {
    expect(text).toContain(kept);
  }
  for (const gone of ['UNUSED_MACRO', 'struct unused', 'forgotten', 'DEEP_UNUSED', '__TOOL_H', 'a comment', 'tool.h']) {
    expect(text).not.toContain(gone);
  }
  expect(text.match(/struct event \{/g)).toHaveLength(1);
  expect(text).toMatch(/\};/);
});

test('a map of a header stays, since no name is needed to use it', async () => {
  await put('src/tool.h', 'struct { __uint(type, BPF_MAP_TYPE_HASH); } counts SEC(".maps");\n');
  expect((await inline('#include "tool.h"\nint f(void) { return 0; }')).text).toContain('counts SEC(".maps")');
});

test('headers that include each other end', async () => {
  await put('src/a.h', '#include "b.h"\n#define A B\n');
  await put('src/b.h', '#include "a.h"\n#define B 1\n');
  expect((await inline('#include "a.h"\nint x = A;')).text).toContain('#define B 1');
});

test('a header outside the source is refused, and the directive stays', async () => {
  await symlink('/etc/passwd', path.join(folder, 'src/link.h'));
  const { text, refused } = await inline('#include "link.h"\n#include "../../../../etc/passwd"\nint x;');
  expect(text).toContain('#include "link.h"');
  expect(text).not.toContain('root:');
  expect(refused.map(({ reason }) => reason)).toEqual(
    expect.arrayContaining([expect.stringMatching(/symbolic link/), expect.stringMatching(/leaves the source/)]),
  );
});
