import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { caseStatistics, formatCaseStatistics } from './case-statistics.ts';
import { leakOfCase } from './leaks.ts';
import { newCase } from './new-case.ts';
import { readCase } from './read-case.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-new-case-'));
});
afterEach(() => rm(folder, { recursive: true }));

const request = {
  prompt: 'Report every door that opens.',
  frameworks: ['bpftrace' as const, 'libbpf' as const],
  split: 'clean' as const,
  upstreamPrompt: null,
};

test('the scaffold is a whole case, and is not written over', async () => {
  const files = await newCase('open-doors', request, folder);
  expect(files).toHaveLength(7);
  const made = await readCase(path.join(folder, 'open-doors'));
  expect(made).toMatchObject({
    id: 'open-doors',
    split: 'clean',
    prompt: request.prompt,
    frameworks: ['bpftrace', 'libbpf'],
  });
  expect(made.mutants.map(({ fault }) => fault)).toEqual(['fsync in the place of sync', 'fsync in the place of sync']);
  const before = await readFile(files[0] ?? '', 'utf8');
  await expect(newCase('open-doors', { ...request, prompt: 'Something else again.' }, folder)).rejects.toThrow(
    /there is a case "open-doors" already/,
  );
  expect(await readFile(files[0] ?? '', 'utf8')).toBe(before);
});

test('one framework makes only its files', async () => {
  const files = await newCase('open-doors', { ...request, frameworks: ['bpftrace'] }, folder);
  expect(files.filter((file) => file.endsWith('.bpf.c'))).toEqual([]);
  expect((await readCase(path.join(folder, 'open-doors'))).frameworks).toEqual(['bpftrace']);
});

test.each([
  ['Open Doors', request.prompt],
  ['../outside', request.prompt],
  ['open-doors', 'short'],
])('the id %s with the prompt %s makes nothing', async (id, prompt) => {
  await expect(newCase(id, { ...request, prompt }, folder)).rejects.toThrow(/cannot be made/);
  expect(await readdir(folder)).toEqual([]);
});

test('statistics count by split, and a case that the audit has not seen as it is now is unknown', async () => {
  await newCase('open-doors', request, folder);
  const made = await readCase(path.join(folder, 'open-doors'));
  const leaks = { shown: '', cases: { 'open-doors': { content: 'other', leak: 'none' as const, nearest: [] } } };
  expect(leakOfCase(made, leaks)).toBe('unknown');
  const statistics = caseStatistics([made, { ...made, id: 'b', split: 'comparable', upstreamPrompt: 3 }], leaks);
  expect(statistics).toMatchObject({ cases: 2, upstreamPrompts: 1, fewMutants: ['open-doors', 'b'] });
  expect(statistics.bySplit.clean).toMatchObject({
    cases: 1,
    mutants: 2,
    references: { bpftrace: 1, libbpf: 1 },
    leak: { unknown: 1, none: 0 },
  });
  expect(formatCaseStatistics(statistics)).toMatch(/cases\s+1\s+1/);
});
