import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { KenError, quote } from '../../ken/errors.ts';
import { experimentOfFile } from './experiment.ts';
import { marksOfFile, readHandMarks } from './hand-marks.ts';
import type { ReleasedFile } from './released-answer.ts';
import { readReleasedFile } from './released-file.ts';
import { readTestPrompts, type TestPrompt } from './test-prompts.ts';

/** A checkout of the paper authors' repository (eunomia-bpf/KEN on GitHub). */
export interface Checkout {
  /** The folder `evaluation`. */
  folder: string;
  prompts: TestPrompt[];
  /** Result files, as `records/NAME.json` and `variabilty/NAME.json` (sic). */
  files: string[];
  /** JSON files whose name fits no experiment that is known; they are not read. */
  unknownFiles: string[];
}

/** Looks at a checkout: the root of it, or its `evaluation` folder. Result files come back sorted, trials in number order. */
export async function openCheckout(directory: string): Promise<Checkout> {
  const folder = await findEvaluationFolder(directory);
  const prompts = readTestPrompts(await readFile(join(folder, 'test_cases.txt'), 'utf8'));
  const names: string[] = [];
  for (const part of ['records', 'variabilty']) {
    const entries = await listFolder(join(folder, part));
    names.push(...entries.filter((name) => name.endsWith('.json')).map((name) => `${part}/${name}`));
  }
  if (names.length === 0) {
    throw new KenError('config', `no result file (records/*.json, variabilty/*.json) in ${quote(folder)}`);
  }
  names.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  const known = (name: string): boolean => experimentOfFile(name) !== null;
  return { folder, prompts, files: names.filter(known), unknownFiles: names.filter((name) => !known(name)) };
}

/** Reads the result files of a checkout one after the other, so that only one is in memory. */
export async function* readCheckout(checkout: Checkout, only?: RegExp): AsyncGenerator<ReleasedFile> {
  for (const file of checkout.files) {
    const experiment = experimentOfFile(file);
    if (experiment === null || (only && !only.test(file))) continue;
    const readme = await readOptional(join(checkout.folder, file, '..', 'README.md'));
    const marks = marksOfFile(file, readHandMarks(readme));
    const text = await readFile(join(checkout.folder, file), 'utf8');
    yield readReleasedFile({ file, text, experiment, prompts: checkout.prompts, marks });
  }
}

async function findEvaluationFolder(directory: string): Promise<string> {
  const root = resolve(directory);
  for (const candidate of [join(root, 'evaluation'), root]) {
    if ((await listFolder(candidate)).includes('test_cases.txt')) return candidate;
  }
  throw new KenError('usage', `${quote(directory)} is no checkout of the paper authors' repository`, {
    hint: 'Give the folder that holds evaluation/test_cases.txt and evaluation/records/.',
  });
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw new KenError('storage', `cannot list ${quote(folder)}`, { cause: error });
  }
}

async function readOptional(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
