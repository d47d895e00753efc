import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSources } from '../sources/read-sources.ts';
import type { Collection, DescribeRule, Source } from '../sources/source-file.ts';
import { buildPairs } from './build-pairs.ts';
import { collectPrograms } from './collect-programs.ts';
import { manifestOf } from './manifest.ts';

const run = promisify(execFile);
type GitSource = Extract<Source, { kind: 'git' }>;
const recipe = fileURLToPath(new URL('../../../corpora/sources.yaml', import.meta.url));
const gitSources = (await readSources(recipe)).filter((source): source is GitSource => source.kind === 'git');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-git-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A repository with these files, all committed. */
async function repository(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = path.join(folder, name);
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content);
  }
  await commit(root);
  return root;
}

async function commit(root: string): Promise<void> {
  const git = (...args: string[]) =>
    run('git', ['-C', root, '-c', 'user.name=A', '-c', 'user.email=a@example.invalid', ...args]);
  await git('init', '-q');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'all');
}

const task = 'Show how long doors of this house take to open';
const described: Record<DescribeRule['rule'], string> = {
  header: '',
  'manual-page': `.SH NAME\nknock \\- ${task}. Uses Linux eBPF/bpftrace.\n.SH SYNOPSIS\n`,
  'argp-doc': `const char argp_program_doc[] =\n"${task}.\\n"\n"\\n"\n"USAGE: knock [-p PID]\\n";\n`,
  'example-text': `Demonstrations of knock, the Linux version.\n\n${task}. For example:\n\n# ./knock\n`,
  'yaml-help': `metrics:\n  histograms:\n    - name: doors\n      help: ${task}\n`,
  'yaml-description': `name: knock\ndescription: ${task}\n`,
  'front-matter': `---\ntitle: knock\nsummary: ${task}\n---\n`,
  'readme-title': `# eBPF tutorial lesson 7: ${task}\n`,
  'readme-section': `# Examples\n\n## knock\n\n\`knock\` is a tool: ${task}.\n\n## other\n\ntext\n`,
  'go-doc': `// ${task}.\npackage main\n`,
  subtitle: `=============\nBPFTUNE-KNOCK\n=============\n-----------------\n${task}\n-----------------\n`,
  'test-description': '',
};

/** Files of the layout that a collection names: one program for each pattern, and what describes it. */
function layout({ id, files, framework, form, descriptions, headers, named }: Collection): Record<string, string> {
  const made: Record<string, string> = {};
  for (const [index, pattern] of files.entries()) {
    const file = pattern.replaceAll('**/', 'deep/er/').replaceAll('*', 'knock');
    const about = descriptions.some(({ rule }) => rule === 'header') ? `// knock  ${task}.\n\n` : '';
    const hook = `door_${id.replaceAll('-', '_')}_${index}`;
    if (form === 'one-liners')
      made[file] = `# ${task} ${index}\n\n\`\`\`\nbpftrace -e 'kprobe:${hook} { @ = count(); }'\n\`\`\`\n`;
    else if (framework === 'bpftrace') made[file] = `${about}kprobe:${hook} { @[comm] = count(); }\n`;
    else {
      const include = headers.length > 0 ? '#include "shared_house.h"\n' : '#define DOORS 4\n';
      made[file] =
        `${about}${include}SEC("kprobe/${hook}") int open(void *c) { return DOORS; }\nchar L[] SEC("license") = "GPL";\n`;
    }
    const folderOf = path.posix.dirname(file);
    const name = named === 'folder' ? path.posix.basename(folderOf) : 'knock';
    for (const { rule, file: place } of descriptions) {
      if (place === undefined) continue;
      const target = path.posix.normalize(place.replaceAll('{name}', name).replaceAll('{folder}', folderOf));
      made[target] = (made[target] ?? '') + (made[target]?.includes(described[rule]) ? '' : described[rule]);
    }
  }
  for (const place of headers) made[`${place}/shared_house.h`] = '#pragma once\n#define DOORS 4\n';
  return made;
}

const quiet = { fetch: false, progress: () => undefined };
const build = (sources: readonly Source[], given: Record<string, string>) =>
  collectPrograms(sources, { ...quiet, given });

test.each(gitSources.map((source) => [source.id, source] as const))(
  'the layout of %s is read from a checkout and from an archive of it',
  async (id, source) => {
    const files = Object.assign({}, ...source.collections.map(layout)) as Record<string, string>;
    const root = await repository('repository', files);
    const { programs, reports } = await build([source], { [id]: root });
    expect(reports).toEqual([expect.objectContaining({ source: id, status: 'ready', origin: 'given', refused: [] })]);
    for (const collection of source.collections) {
      const own = programs.filter((each) => each.collection.id === collection.id);
      expect(own.map(({ program }) => program.file).sort()).toEqual(
        collection.files.map((pattern) => pattern.replaceAll('**/', 'deep/er/').replaceAll('*', 'knock')).sort(),
      );
      for (const { program, descriptions } of own) {
        expect(program.facts.syntaxProblem).toBeNull();
        expect(program.facts.hooks).toHaveLength(1);
        if (collection.headers.length > 0) expect(program.text).toContain('#define DOORS 4');
        const rules =
          collection.form === 'one-liners' ? ['text-before'] : collection.descriptions.map(({ rule }) => rule);
        expect(descriptions.map(({ rule }) => rule)).toEqual(rules);
        for (const { text } of descriptions) expect(text).toContain(task);
      }
    }
    const archive = path.join(folder, 'repository.tar.gz');
    await run('git', ['-C', root, 'archive', '--prefix=house-0123abc/', '-o', archive, 'HEAD']);
    const before = await temporaryFolders();
    const again = await build([source], { [id]: archive });
    const manifests = [programs, again.programs].map((found) => {
      const input = { programs: found, written: new Map(), validations: new Map(), decisions: [] };
      return manifestOf(buildPairs(input).pairs, reports).dataset;
    });
    expect(manifests[1]).toBe(manifests[0]);
    expect(await temporaryFolders()).toEqual(before);
  },
);

async function temporaryFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('ken-source-')).sort();
}

test('of a hostile repository each bad file is refused with a reason, and the rest goes on', async () => {
  const good = 'kprobe:door { @ = count(); }\n';
  const root = await repository('hostile', {
    'tools/good.bt': `// good  ${task}.\n\n${good}`,
    'tools/huge.bt': 'x'.repeat(600_000),
    'tools/binary.bt': Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
    'tools/broken.bt': Uint8Array.from([0x42, 0xff, 0xfe, 0x80]),
    'tools/new\nline.bt': good,
    'tools/\u202Etb.bt': good,
    'tools/deep.bt': '(\n'.repeat(200_000),
    'tools/wide.bt': '('.repeat(400_000),
    'secret/own.bt': good,
  });
  await writeFile(Buffer.concat([Buffer.from(`${root}/tools/raw-`), Buffer.from([0xff]), Buffer.from('.bt')]), good);
  await symlink('/etc/passwd', path.join(root, 'tools/link.bt'));
  await symlink('../secret/own.bt', path.join(root, 'tools/inner.bt'));
  await symlink('/etc', path.join(root, 'tools/old'));
  await commit(root);
  const source = gitSources.find(({ id }) => id === 'bpftrace-git');
  const other = gitSources.find(({ id }) => id === 'bpftrace-2023');
  if (!source || !other) throw new Error('the recipe lacks bpftrace');
  const beside = await repository('beside', { 'tools/beside.bt': good });
  const { programs, reports } = await build([source, other], { [source.id]: root, [other.id]: beside });
  const reasons = new Map(reports[0]?.refused.map(({ file, reason }) => [file, reason]));
  const read = programs.map(({ program }) => program.name);
  expect(read).toEqual(['deep', 'good', 'beside']);
  expect(programs[0]?.program.facts.syntaxProblem).not.toBeNull();
  for (const [file, reason] of [
    ['tools/huge.bt', /600000 bytes, more than/],
    ['tools/wide.bt', /a line of 400000 characters/],
    ['tools/binary.bt', /NUL byte/],
    ['tools/broken.bt', /not valid UTF-8/],
    ['tools/new\nline.bt', /control characters/],
    ['tools/\u202Etb.bt', /control characters/],
    ['tools/raw-\ufffd.bt', /its name is not valid UTF-8/],
    ['tools/link.bt', /symbolic link/],
    ['tools/inner.bt', /symbolic link/],
  ] as const) {
    expect(reasons.get(file), file).toMatch(reason);
  }
  expect(reports[1]).toMatchObject({ status: 'ready', programs: 1, refused: [] });
  expect(JSON.stringify(programs)).not.toContain('root:');
});

test('text that costs more than it is worth to parse holds nothing up', async () => {
  const source = gitSources.find(({ id }) => id === 'ebpf-exporter');
  if (!source) throw new Error('the recipe lacks ebpf_exporter');
  const program = (body: string): string => `SEC("kprobe/door") int f(void *c) { return 0; }\n${body}`;
  const root = await repository('slow', {
    'examples/lines.bpf.c': program(''),
    'examples/lines.yaml': '\n'.repeat(400_000),
    'examples/nested.bpf.c': program('(\n'.repeat(100_000)),
    'examples/comments.bpf.c': program('/*\n'.repeat(100_000)),
    'examples/remarks.bpf.c': '//\n'.repeat(150_000),
    'examples/maps.bpf.c': program('SEC(".maps")\n'.repeat(20_000)),
    'examples/includes.bpf.c': program('#include "remarks.bpf.c"\n'.repeat(10_000)),
    'examples/good.bpf.c': program(''),
    'examples/good.yaml': described['yaml-help'],
  });
  const { programs, reports } = await build([source], { [source.id]: root });
  const good = programs.find((each) => each.program.name === 'good');
  expect(good?.descriptions[0]?.text).toContain(task);
  expect((reports[0]?.programs ?? 0) + (reports[0]?.refused.length ?? 0)).toBeGreaterThanOrEqual(7);
}, 20_000);

test('an archive bomb, a cut archive and a folder that is not there leave the other sources as they are', async () => {
  const [one, two, three, four] = gitSources;
  if (!one || !two || !three || !four) throw new Error('the recipe lacks repositories');
  const bomb = path.join(folder, 'bomb.tar.gz');
  await run('sh', ['-c', `mkdir -p in && truncate -s 60M in/zeros.bt && tar -czf ${bomb} in`], { cwd: folder });
  const cut = path.join(folder, 'cut.tar.gz');
  await writeFile(cut, Buffer.from('1f8b0800', 'hex'));
  const root = await repository('good', { 'examples/knock.bpf.c': 'SEC("kprobe/x") int f(void *c) { return 0; }\n' });
  const before = await temporaryFolders();
  const small = { ...one, unpackedLimit: 1_000_000 };
  const { reports } = await build([small, two, three, four], {
    ...{ [one.id]: bomb, [two.id]: cut, [three.id]: path.join(folder, 'nowhere'), [four.id]: root },
  });
  expect(reports.map(({ status, reason }) => [status, reason])).toEqual([
    ['unavailable', expect.stringMatching(/unpacks to more than 1000000 bytes/) as string],
    ['unavailable', expect.stringMatching(/cut\.tar\.gz cannot be unpacked/) as string],
    ['unavailable', expect.stringMatching(/nowhere cannot be read: ENOENT/) as string],
    ['ready', null],
  ]);
  expect(await temporaryFolders()).toEqual(before);
});
