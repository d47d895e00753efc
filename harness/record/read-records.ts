import { join } from 'node:path';
import { readLines } from './read-lines.ts';
import { parseRecord, recordPrefix } from './record.ts';
import type { CellRecord } from './record.ts';

/** Key -> status of the last record of each cell; lines are not parsed. */
export async function finishedCells(runFolder: string): Promise<Map<string, 'done' | 'error'>> {
  const path = join(runFolder, 'records.jsonl');
  const finished = new Map<string, 'done' | 'error'>();
  for await (const { text } of readLines(path)) {
    const { key, status } = recordPrefix(text, path);
    finished.set(key, status);
  }
  return finished;
}

/**
 * Streams the records that count: of several with one key, only the last. Two passes over the file, so that memory holds
 * keys and not records.
 */
export async function* readRecords(runFolder: string): AsyncGenerator<CellRecord> {
  const path = join(runFolder, 'records.jsonl');
  const lastOffset = new Map<string, number>();
  for await (const { text, pointer } of readLines(path)) lastOffset.set(recordPrefix(text, path).key, pointer.offset);
  for await (const { text, pointer } of readLines(path)) {
    if (lastOffset.get(recordPrefix(text, path).key) === pointer.offset) yield parseRecord(text, path);
  }
}
