import { readFile } from 'node:fs/promises';
import { KenError, quote } from '../errors.ts';
import { trainPairSchema, type TrainPair } from './train-pair.ts';

/** The train set of a built dataset: `train.jsonl`, one `TrainPair` a line. Throws `KenError('config')` without one. */
export async function readDatasetPairs(file: string): Promise<TrainPair[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new KenError('config', `there is no train set ${quote(file)}`, {
      cause,
      hint: 'Build it with: ken pairs build',
    });
  });
  return text
    .split('\n')
    .map((line, index) => ({ line, place: `${file}:${index + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => {
      try {
        return trainPairSchema.parse(JSON.parse(line));
      } catch (cause) {
        throw new KenError('storage', `${place} is no training pair: ${quote(line)}`, {
          cause,
          hint: 'Build the dataset again: ken pairs build',
        });
      }
    });
}
