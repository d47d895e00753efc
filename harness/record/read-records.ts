import { join } from 'node:path';
import { readLines } from './read-lines.ts';
import { parseRecord, recordPrefix, recordPrefixBytes } from './record.ts';
import type { CellRecord } from './record.ts';
import { scanLines } from './scan-lines.ts';

/** Key -> status of the last record of each cell; lines are not parsed. */
export async function finishedCells(runFolder: string): Promise<Map<string, 'done' | 'error'>> {
  const path = join(runFolder, 'records.jsonl');
  const finished = new Map<string, 'done' | 'error'>();
  await scanLines(path, recordPrefixBytes, (head) => {
    const { key, status } = recordPrefix(head, path);
    finished.set(key, status);
  });
  return finished;
}

/**
 * Streams the records that count: of several with one key, only the last. Two passes over the file, so that memory holds
 * keys and not records.
 */
export async function* readRecords(runFolder: string): AsyncGenerator<CellRecord> {
  const path = join(runFolder, 'records.jsonl');
  const lastOffset = new Map<string, number>();
  await scanLines(path, recordPrefixBytes, (head, { offset }) => lastOffset.set(recordPrefix(head, path).key, offset));
  for await (const { text, pointer } of readLines(path)) {
    if (lastOffset.get(recordPrefix(text, path).key) === pointer.offset) yield parseRecord(text, path);
  }
}
