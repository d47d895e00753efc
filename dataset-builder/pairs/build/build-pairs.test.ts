import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Decision } from '../../curation/decision.ts';
import { sourceSchema, type Source } from '../sources/source-file.ts';
import { buildPairs, type BuildInput } from './build-pairs.ts';
import { collectPrograms } from './collect-programs.ts';
import { manifestOf } from './manifest.ts';
import type { Pair, Validation } from './pair.ts';
import { readBuild, trainPairs, writeBuild } from './write-build.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-build-'));
  for (const [name, text] of Object.entries(sourceFiles)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
});
afterEach(() => rm(folder, { recursive: true }));

const header = (text: string): string =>
  `// SPDX-License-Identifier: MIT\n// Copyright 2031 A. Person\n//\n// ${text}\n\n`;
const knock =
  'kprobe:door_open { @start[tid] = nsecs; }\nkretprobe:door_open /@start[tid]/ { @us = hist((nsecs - @start[tid]) / 1000); delete(@start[tid]); }\n';
const sourceFiles: Record<string, string> = {
  'new/tools/knock.bt': header('knock  Show how long doors take to open, as a histogram.') + knock,
  'new/tools/bell.bt': header('bell  A simple tool.') + 'tracepoint:bell:ring { printf("%s\\n", comm); }\n',
  'new/tools/silent.bt': 'kprobe:nothing_said { @ = count(); }\n',
  'old/tools/knock.bt': header('knock  Door latency histogram.') + knock.replaceAll('@start', '@begin'),
  'old/tools/knock-copy.bt': knock,
  'c/src/knock.bpf.c':
    header('Show how long doors take to open.') +
    '#include "knock.h"\nSEC("kprobe/door_open") int enter(void *c) { return SLOTS; }\nchar L[] SEC("license") = "GPL";\n',
  'c/src/knock.h': '#define SLOTS 27\n#define NEVER 1\n',
};

const collection = (id: string, framework: string, files: string): object => ({
  id,
  framework,
  files: [files],
  descriptions: [{ rule: 'header' }],
});
const git = (id: string, collections: object[]): Source =>
  sourceSchema.parse({
    kind: 'git',
    id,
    url: 'https://example.invalid/doors.git',
    commit: 'a'.repeat(40),
    licence: { spdx: 'Apache-2.0', stated: 'LICENSE' },
    collections,
  });
const sources = [
  git('doors-new', [collection('doors', 'bpftrace', 'tools/*.bt')]),
  git('doors-old', [collection('doors', 'bpftrace', 'tools/*.bt')]),
  git('doors-c', [collection('doors-c', 'libbpf', 'src/*.bpf.c')]),
];

async function built(input: Partial<BuildInput> = {}): Promise<Pair[]> {
  const given = {
    'doors-new': path.join(folder, 'new'),
    'doors-old': path.join(folder, 'old'),
    'doors-c': path.join(folder, 'c'),
  };
  const { programs } = await collectPrograms(sources, { given, fetch: false, progress: () => undefined });
  return buildPairs({ programs, written: new Map(), validations: new Map(), decisions: [], ...input }).pairs;
}
const byId = (pairs: readonly Pair[], id: string): Pair => {
  const pair = pairs.find((candidate) => candidate.id === id);
  if (!pair) throw new Error(`no ${id} among ${pairs.map((other) => other.id).join(', ')}`);
  return pair;
};
const verified = (program: string, accepted: boolean): [string, Validation[]] => [
  program,
  [
    {
      program,
      kernel: '6.12',
      bpftrace: '0.23',
      clang: null,
      image: 'x',
      status: accepted ? 'accepted' : 'rejected',
      verified: accepted,
      without: [],
      reason: null,
    },
  ],
];

test('one entry a program: another release and a copy are alternates, and the first text that is not vague is the request', async () => {
  const pairs = await built();
  expect(pairs.map(({ id }) => id)).toEqual(['doors-c/knock', 'doors/bell', 'doors/knock', 'doors/silent']);
  const pair = byId(pairs, 'doors/knock');
  expect(pair.prompt).toBe('Show how long doors take to open, as a histogram.');
  expect(pair.prompts.map(({ text }) => text)).toContain('Door latency histogram.');
  expect(pair.alternates.map(({ file, shingles }) => [file, shingles])).toEqual([
    ['tools/knock-copy.bt', 1],
    ['tools/knock.bt', 1],
  ]);
  expect(pair.program).not.toMatch(/Copyright|SPDX/);
  expect(pair.provenance).toMatchObject({
    source: 'doors-new',
    file: 'tools/knock.bt',
    notices: ['Copyright 2031 A. Person'],
  });
  expect(pair.licence).toEqual({ file: 'MIT', repository: { spdx: 'Apache-2.0', stated: 'LICENSE' }, kernel: null });
  expect(byId(pairs, 'doors/bell').leftOut).toContain('no description that states a task');
  expect(byId(pairs, 'doors/silent').leftOut).toContain('no description');
});

test('the same name in both frameworks is one group, and a program brings its headers along', async () => {
  const pairs = await built();
  const c = byId(pairs, 'doors-c/knock');
  expect(c.group).toBe(byId(pairs, 'doors/knock').group);
  expect(c.program).toContain('#define SLOTS 27');
  expect(c.program).not.toContain('NEVER');
  expect(c.headers.map(({ file }) => file)).toEqual(['src/knock.h']);
  expect(c.licence.kernel).toBe('GPL');
});

test('only what a verifier accepted is trained on; a release that is refused gives way to one that is not', async () => {
  const first = byId(await built(), 'doors/knock');
  expect(first).toMatchObject({ split: 'left-out', leftOut: ['no gate has seen it'] });
  const accepted = await built({ validations: new Map([verified(first.programSha256, true)]) });
  expect(byId(accepted, 'doors/knock')).toMatchObject({ split: 'train', leftOut: [] });
  expect(trainPairs(accepted).map(({ id, licence }) => [id, licence])).toEqual([['doors/knock', 'MIT']]);
  const refused = byId(await built({ validations: new Map([verified(first.programSha256, false)]) }), 'doors/knock');
  expect(refused.provenance.source).toBe('doors-old');
  expect(refused.alternates.map(({ source }) => source)).toContain('doors-new');
});

test('a text of the project comes before upstream, and the decision of a person before both', async () => {
  const written = new Map([['doors/bell', [{ text: 'Report who rings a bell.', origin: 'project' as const }]]]);
  const bell = byId(await built({ written }), 'doors/bell');
  expect([bell.prompt, bell.chosen?.origin]).toEqual(['Report who rings a bell.', 'project']);
  const edit: Decision = {
    action: 'edit',
    pair: 'doors/bell',
    program: bell.programSha256,
    author: 'Ada',
    time: '2031-01-02T03:04:05Z',
    reason: 'clearer',
    prompt: 'Report each ring of a bell.',
  };
  const edited = byId(await built({ written, decisions: [edit] }), 'doors/bell');
  expect([edited.prompt, edited.chosen?.origin, edited.prompts]).toEqual([
    'Report each ring of a bell.',
    'curator',
    expect.objectContaining({ length: 3 }),
  ]);
  const { action, pair, program, author, time } = { ...edit, action: 'reject' as const };
  const rejected = byId(
    await built({ written, decisions: [edit, { action, pair, program, author, time, reason: 'wrong' }] }),
    'doors/bell',
  );
  expect(rejected.leftOut).toContain('rejected by Ada, 2031-01-02T03:04:05Z: wrong');
});

test('a model may only describe what the program holds', async () => {
  const tell = async (text: string): Promise<string | null> =>
    byId(
      await built({ written: new Map([['doors/silent', [{ text, origin: 'model' as const, from: 'm' }]]]) }),
      'doors/silent',
    ).prompt;
  expect(await tell('Count calls of nothing_said().')).toBe('Count calls of nothing_said().');
  expect(await tell('Count calls of something_else().')).toBeNull();
});

test('hostile files are refused by name, and the rest is built', async () => {
  await writeFile(path.join(folder, 'new/tools/binary.bt'), Buffer.from([1, 0, 2]));
  await writeFile(path.join(folder, 'new/tools/huge.bt'), 'x'.repeat(600 * 1024));
  await writeFile(path.join(folder, 'new/tools/utf.bt'), Buffer.from([0xff, 0xfe]));
  await symlink('/etc/passwd', path.join(folder, 'new/tools/link.bt'));
  await writeFile(
    path.join(folder, 'c/src/evil.bpf.c'),
    '#include "../../../../../../etc/passwd"\nSEC("xdp") int f(void *c) { return 2; }\n',
  );
  const given = { 'doors-new': path.join(folder, 'new'), 'doors-c': path.join(folder, 'c') };
  const { programs, reports } = await collectPrograms(sources, { given, fetch: false, progress: () => undefined });
  expect(reports.map(({ source, status }) => [source, status])).toEqual([
    ['doors-new', 'ready'],
    ['doors-old', 'unavailable'],
    ['doors-c', 'ready'],
  ]);
  expect(reports[0]?.refused.map(({ file }) => path.basename(file)).sort()).toEqual([
    'binary.bt',
    'huge.bt',
    'link.bt',
    'utf.bt',
  ]);
  expect(reports[2]?.refused).toEqual([{ file: '../../../../../etc/passwd', reason: 'its path leaves the source' }]);
  expect(programs.map(({ program }) => program.name)).toEqual(['bell', 'knock', 'silent', 'evil', 'knock']);
  expect(JSON.stringify(programs)).not.toContain('root:');
});

test('two builds are the same bytes, and read back as they were', async () => {
  const folders = [path.join(folder, 'one'), path.join(folder, 'two')];
  for (const target of folders) await writeBuild(target, await built(), []);
  const [one, two] = await Promise.all(folders.map((target) => readFile(path.join(target, 'pairs.jsonl'), 'utf8')));
  expect(one).toBe(two);
  const pairs = await built();
  expect((await readBuild(folders[0] ?? '')).pairs).toEqual(pairs);
  expect(manifestOf(pairs, []).dataset).toBe(manifestOf(await built(), []).dataset);
});
