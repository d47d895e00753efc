import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { KenError, quote } from '../errors.ts';
import { trainPairSchema } from './train-pair.ts';
import type { TrainPair } from './train-pair.ts';

/** Pairs that KEN accepted, one JSON object a line; a later line with the same id replaces the earlier one. */
export interface LearnedPairs {
  read(): Promise<TrainPair[]>;
  append(pair: TrainPair): Promise<void>;
  clear(): Promise<void>;
}

/** @param file its folder is made on the first append; a missing file is an empty set. */
export function learnedPairsFile(file: string): LearnedPairs {
  return {
    async read() {
      const lines = (await readIfPresent(file)).split('\n').filter((line) => line.trim() !== '');
      const pairs = new Map(
        lines.map((line, index) => parseLine(line, `${file}:${index + 1}`)).map((pair) => [pair.id, pair]),
      );
      return [...pairs.values()];
    },
    async append(pair) {
      await mkdir(path.dirname(file), { recursive: true });
      await appendFile(file, `${JSON.stringify(trainPairSchema.parse(pair))}\n`, { flush: true });
    },
    clear: () => rm(file, { force: true }),
  };
}

async function readIfPresent(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw new KenError('storage', `The learned pairs ${quote(file)} cannot be read`, { cause: error });
  }
}

function parseLine(line: string, place: string): TrainPair {
  try {
    return trainPairSchema.parse(JSON.parse(line));
  } catch (error) {
    throw new KenError('storage', `${place} is not a training pair: ${quote(line)}`, {
      hint: 'Remove the line, or delete the file to forget everything that was learned.',
      cause: error,
    });
  }
}
