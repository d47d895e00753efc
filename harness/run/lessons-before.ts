import { join } from 'node:path';
import { KenError } from '../../ken/errors.ts';
import type { Lesson } from '../../ken/memory/lesson.ts';
import type { Cell } from '../plan/plan.ts';
import { readLines } from '../record/read-lines.ts';
import { parseRecord, recordPrefix } from '../record/record.ts';
import type { CellRecord } from '../record/record.ts';
import { readTranscript } from '../record/transcript.ts';

/**
 * What the cells before this one in its chain taught, oldest first: read from the run's records each time, so that a
 * resumed run knows exactly what an uninterrupted one would. Throws `KenError('internal')` when one of them is not done.
 */
export async function lessonsBefore(cell: Cell, cells: readonly Cell[], runFolder: string): Promise<Lesson[]> {
  const chain = keysBefore(cell, cells);
  if (chain.length === 0) return [];
  const records = await lastRecords(new Set(chain), runFolder);
  const lessons: Lesson[] = [];
  for (const key of chain) {
    const record = records.get(key);
    if (record?.status !== 'done' || !record.transcript) {
      throw new KenError('internal', `cell ${cell.key} learns from ${key}, which is not done`);
    }
    lessons.push(...((await readTranscript(runFolder, record.transcript)).lessons ?? []));
  }
  return lessons;
}

/** Keys of the earlier cells of a chain, in their order. */
function keysBefore(cell: Cell, cells: readonly Cell[]): string[] {
  const byKey = new Map(cells.map((each) => [each.key, each]));
  const keys: string[] = [];
  for (let after = cell.learning?.after ?? null; after !== null; after = byKey.get(after)?.learning?.after ?? null) {
    keys.unshift(after);
  }
  return keys;
}

async function lastRecords(wanted: ReadonlySet<string>, runFolder: string): Promise<Map<string, CellRecord>> {
  const path = join(runFolder, 'records.jsonl');
  const lines = new Map<string, string>();
  for await (const { text } of readLines(path)) {
    const { key } = recordPrefix(text, path);
    if (wanted.has(key)) lines.set(key, text);
  }
  return new Map([...lines].map(([key, text]) => [key, parseRecord(text, path)]));
}
