import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCase, readCases, readCasesById } from './catalogue.ts';
import { readCase } from './read-case.ts';

const yaml = (changes = ''): string => `id: sync-callers
upstreamPrompt: 35
prompt: Report every call of sync() with the process id.
frameworks: [bpftrace]
workload: { file: workload.c, name: kensync }
${changes}`;

let root: string;
let folder: string;

const put = async (files: Record<string, string>): Promise<void> => {
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)));
};

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'ken-cases-'));
  folder = path.join(root, 'sync-callers');
  await mkdir(path.join(folder, 'mutants'), { recursive: true });
  await put({
    'case.yaml': yaml(),
    'reference.bt': 'BEGIN {}',
    'workload.c': '',
    'oracle.ts': '',
    'mutants/a.bt': '// fault: the wrong call\nBEGIN {}',
  });
});

afterEach(() => rm(root, { recursive: true }));

describe('readCase', () => {
  it('reads programs, faults and defaults', async () => {
    expect(await readCase(folder)).toMatchObject({
      id: 'sync-callers',
      upstreamPrompt: 35,
      settleSeconds: 2.3,
      references: [{ framework: 'bpftrace', file: 'reference.bt', text: 'BEGIN {}' }],
      alternatives: [],
      mutants: [{ file: 'mutants/a.bt', fault: 'the wrong call' }],
    });
  });

  it.each([
    ['an unknown key', yaml('promt: x'), /case\.yaml: unknown key "promt" \(did you mean "prompt"\?\)/],
    ['a wrong value', yaml('settleSeconds: soon'), /settleSeconds: .*but it is "soon"/],
    [
      'a nested unknown key',
      yaml().replace('name:', 'nmae:'),
      /unknown key "workload\.nmae" \(did you mean "name"\?\)/,
    ],
    ['a missing key', yaml().replace('upstreamPrompt: 35', ''), /upstreamPrompt: .*but it is missing/],
    ['broken YAML', yaml('tags: [a'), /is not valid YAML/],
    ['a key twice', yaml('id: x'), /is not valid YAML/],
    [
      'another id',
      yaml().replace('sync-callers', 'sync-caller'),
      /id is "sync-caller", but the folder is "sync-callers"/,
    ],
    ['no workload', yaml().replace('file: workload.c, ', ''), /needs `file` or `command`/],
    ['a long name', yaml().replace('kensync', 'a-name-of-sixteen'), /at most 15/],
    ['an empty file', '', /the file: .*but it is null/],
  ])('refuses %s', async (_, text, message) => {
    await put({ 'case.yaml': text });
    await expect(readCase(folder)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(message) as string,
    });
  });

  it.each(['case.yaml', 'reference.bt', 'workload.c', 'oracle.ts'])('names a missing %s', async (name) => {
    await rm(path.join(folder, name));
    await expect(readCase(folder)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(name) as string,
    });
  });

  it('wants a reference for each framework, and the fault of each mutant', async () => {
    await put({ 'case.yaml': yaml().replace('[bpftrace]', '[bpftrace, libbpf]') });
    await expect(readCase(folder)).rejects.toThrow(/reference\.bpf\.c is missing/);
    await put({ 'case.yaml': yaml(), 'mutants/b.bt': 'BEGIN {}' });
    await expect(readCase(folder)).rejects.toThrow(/mutants\/b\.bt begins with "BEGIN \{\}"/);
  });
});

describe('the catalogue', () => {
  it('finds cases by id and by upstream prompt', async () => {
    const cases = await readCases(root);
    expect(findCase(cases, { case: 'sync-callers' })?.id).toBe('sync-callers');
    expect(findCase(cases, { upstreamPrompt: 35 })?.id).toBe('sync-callers');
    expect(findCase(cases, { upstreamPrompt: 1 })).toBeUndefined();
    expect(findCase(cases, {})).toBeUndefined();
  });

  it('suggests an id', async () => {
    await expect(readCasesById(['sync-caller'], root)).rejects.toMatchObject({
      code: 'usage',
      message: 'there is no case "sync-caller" (did you mean "sync-callers"?)',
    });
  });

  it('refuses two cases for one upstream prompt', async () => {
    folder = path.join(root, 'sync-again');
    await mkdir(folder);
    await put({
      'case.yaml': yaml().replace('sync-callers', 'sync-again'),
      'reference.bt': '',
      'workload.c': '',
      'oracle.ts': '',
    });
    await expect(readCases(root)).rejects.toThrow(/both name upstreamPrompt 35/);
  });
});
