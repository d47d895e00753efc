import { join } from 'node:path';
import { Option } from 'commander';

/** `--results <folder>`: where run folders are. Default: results/ of this checkout. */
export function resultsOption(): Option {
  return new Option('--results <folder>', 'folder of the runs')
    .default(join(import.meta.dirname, '..', '..', '..', 'results'), 'results/ of this checkout')
    .env('KEN_RESULTS');
}
