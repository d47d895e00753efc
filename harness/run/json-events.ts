import { basename } from 'node:path';
import type { RunReporter } from './run-reporter.ts';

/** One JSON value per line on standard output: `run-start`, `cell-end`, `note`, `run-end`. */
export function jsonReporter(runFolder: string, write: (line: string) => void): RunReporter {
  const emit = (event: string, data: object): void => write(`${JSON.stringify({ event, ...data })}\n`);
  return {
    start: (summary) => emit('run-start', { run: basename(runFolder), folder: runFolder, ...summary }),
    cellEnd: (record, summary) => emit('cell-end', { record, ...summary }),
    note: (text) => emit('note', { text }),
    end: (summary) => emit('run-end', { run: basename(runFolder), folder: runFolder, ...summary }),
  };
}
