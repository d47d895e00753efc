import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KenError } from '../../../ken/errors.ts';
import type { Framework } from '../../../ken/program.ts';
import type { SourceReport } from './collect-programs.ts';
import { lineOf } from './manifest.ts';
import { pairSchema, type Pair } from './pair.ts';

/**
 * Writes a build: `pairs.jsonl` (every entry, sorted by id), `train.jsonl` (what ken/memory reads) and `sources.json`
 * (what became of each source). Each file is replaced as a whole.
 */
export async function writeBuild(
  folder: string,
  pairs: readonly Pair[],
  reports: readonly SourceReport[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const replace = async (name: string, text: string): Promise<void> => {
    const part = path.join(folder, `${name}.${process.pid}.part`);
    await writeFile(part, text);
    await rename(part, path.join(folder, name));
  };
  await replace('pairs.jsonl', jsonLines(pairs.map(lineOf)));
  await replace('train.jsonl', jsonLines(trainPairs(pairs).map((pair) => JSON.stringify(pair))));
  await replace('sources.json', `${JSON.stringify(reports, null, 2)}\n`);
}

/** A line of `train.jsonl`: ken/memory reads it as its own `TrainPair`. */
export interface TrainLine {
  id: string;
  prompt: string;
  program: string;
  framework: Framework;
  source: string;
  licence: string;
}

/** The entries of the train set as ken/memory takes them. */
export function trainPairs(pairs: readonly Pair[]): TrainLine[] {
  return pairs
    .filter(({ split, prompt }) => split === 'train' && prompt !== null)
    .map(({ id, prompt, program, framework, licence, provenance }) => ({
      id,
      prompt: prompt ?? '',
      program,
      framework,
      source: [`${provenance.source} (${provenance.pin}): ${provenance.file}`, ...provenance.notices].join('; '),
      licence: licence.file ?? licence.repository.spdx,
    }));
}

/** The entries of the build in a folder. Throws `config` when nothing has been built there. */
export async function readBuild(folder: string): Promise<{ pairs: Pair[]; reports: SourceReport[] }> {
  const text = await readFile(path.join(folder, 'pairs.jsonl'), 'utf8').catch((cause: unknown) => {
    throw new KenError('config', `there is no built dataset in ${folder}`, {
      cause,
      hint: 'Build it with: ken pairs build',
    });
  });
  const pairs = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => pairSchema.parse(JSON.parse(line)));
  const reports = JSON.parse(await readFile(path.join(folder, 'sources.json'), 'utf8')) as SourceReport[];
  return { pairs, reports };
}

function jsonLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
