import { join } from 'node:path';
import { Option } from 'commander';

/** `--results <folder>`: where run folders are. Default: results/ of this checkout. */
export function resultsOption(flags = '--results <folder>'): Option {
  return new Option(flags, 'folder of the runs')
    .default(join(import.meta.dirname, '..', '..', '..', 'results'), 'results/ of this checkout')
    .env('KEN_RESULTS');
}
