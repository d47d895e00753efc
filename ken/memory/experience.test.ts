import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openExperience } from './experience.ts';
import { keptEmbeddings } from './kept-embeddings.ts';
import type { Lesson } from './lesson.ts';
import { lessonFile } from './lesson-file.ts';
import { openMemory } from './open-memory.ts';

const framework = 'bpftrace' as const;
const pairs = ['Show which files are opened', 'Count processes that sleep'].map((prompt, index) => ({
  ...{ id: `pair/${index}`, prompt, program: 'BEGIN { }', framework, source: 'own sample' },
}));
const accepted = (id: string, prompt: string): Lesson => ({
  ...{ kind: 'program', id, prompt, framework, program: `BEGIN { printf("${id}\\n"); }`, source: 'model m' },
});
const failed = (id: string, prompt: string): Lesson => ({
  ...{ kind: 'failed-program', id, prompt, framework, program: null, outcome: 'no-program', diagnostic: 'empty' },
});
const annotated = (id: string, prompt: string): Lesson => ({ kind: 'annotation', id, prompt, framework, program: 'x' });
const badlyAnnotated = (id: string, prompt: string): Lesson => ({
  ...{ kind: 'failed-annotation', id, prompt, framework, program: null, message: 'prose' },
});
const one = { framework, count: 1 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-experience-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('what was accepted is found among the training pairs, which stay as they are', async () => {
  const memory = await openMemory({ pairs });
  const experience = await openExperience({ memory, lessons: [accepted('a', 'Log every mount')] });
  const learned = experience.memory;
  await experience.learn([accepted('b', 'Count sleeping processes by name')]);
  expect(learned.ids).toEqual(['pair/0', 'pair/1', 'a', 'b']);
  expect((await learned.nearest('mounts', one))[0]?.pair).toMatchObject({ id: 'a', source: 'model m' });
  const two = await learned.nearest('processes that sleep', { framework, count: 2 });
  expect(two.map(({ pair }) => pair.id)).toEqual(['pair/1', 'b']);
  expect(learned.identity).toBe(memory.identity);
  expect(memory.size).toBe(2);
  expect(await learned.nearest('mounts', { framework: 'libbpf', count: 3 })).toEqual([]);
  expect(await learned.nearest('mounts', { framework, count: 0 })).toEqual([]);
});

test('each kind is recalled by itself; a lesson whose request shares nothing is not', async () => {
  const memory = await openMemory({ pairs });
  const lessons = [failed('f', 'Count sleeps'), annotated('s', 'Count sleeps'), badlyAnnotated('g', 'Show files')];
  const experience = await openExperience({ memory, lessons });
  const ids = async (kind: Lesson['kind'], prompt: string): Promise<string[]> =>
    (await experience.recall(kind, prompt, { framework, count: 9 })).map(({ id }) => id);
  expect(await ids('failed-program', 'sleeps of a process')).toEqual(['f']);
  expect(await ids('annotation', 'sleeps of a process')).toEqual(['s']);
  expect(await ids('failed-annotation', 'files')).toEqual(['g']);
  expect(await ids('failed-annotation', 'zzzz')).toEqual([]);
  expect(await ids('program', 'sleeps')).toEqual([]);
});

test('lessons outlive the process in a file, a repeated one replaces the earlier, and each engine forgets by itself', async () => {
  const file = lessonFile(path.join(folder, 'deep', 'lessons.jsonl'));
  const memory = await openMemory({ pairs });
  expect(await file.read()).toEqual([]);
  const experience = await openExperience({ memory, lessons: [], file });
  await experience.learn([accepted('a', 'Log mounts'), failed('f', 'Log mounts'), annotated('s', 'Log mounts')]);
  await experience.learn([accepted('a', 'Log unmounts'), badlyAnnotated('g', 'Log mounts')]);
  const again = await file.read();
  expect(again.map(({ id, prompt }) => [id, prompt])).toEqual([
    ['a', 'Log unmounts'],
    ['f', 'Log mounts'],
    ['s', 'Log mounts'],
    ['g', 'Log mounts'],
  ]);
  expect(await file.reset('comprehension')).toBe(2);
  expect((await file.read()).map(({ kind }) => kind)).toEqual(['program', 'failed-program']);
  expect(await file.reset()).toBe(2);
  expect(await file.read()).toEqual([]);
});

test('a damaged file is named with its line, and kept', async () => {
  const name = path.join(folder, 'lessons.jsonl');
  await lessonFile(name).append([accepted('a', 'Log mounts')]);
  await appendFile(name, '{"kind":"torn\n');
  await expect(lessonFile(name).read()).rejects.toThrow(/lessons\.jsonl:2 is not a lesson/);
  await expect(lessonFile(name).reset()).rejects.toThrow(/lessons\.jsonl:2/);
  expect(await readFile(name, 'utf8')).toContain('torn');
});

test('a text is turned into a vector once', async () => {
  const asked: string[][] = [];
  const kept = keptEmbeddings({
    embedDocuments: (texts) => (asked.push(texts), Promise.resolve(texts.map((text) => [text.length]))),
    embedQuery: () => Promise.resolve([0]),
  });
  expect(await kept.embedDocuments(['a', 'bb', 'a'])).toEqual([[1], [2], [1]]);
  expect(await kept.embedDocuments(['bb', 'ccc'])).toEqual([[2], [3]]);
  expect(asked).toEqual([['a', 'bb'], ['ccc']]);
});
