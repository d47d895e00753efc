import { join } from 'node:path';
import { PageFault } from '../http/page-fault.ts';
import { readLineAt } from '../../record/read-lines.ts';
import { parseLine, parseRecord } from '../../record/record.ts';
import type { CellRecord } from '../../record/record.ts';
import { scoreSchema } from '../../record/scores.ts';
import type { Score } from '../../record/scores.ts';
import { readTranscript } from '../../record/transcript.ts';
import type { Transcript } from '../../record/transcript.ts';
import type { CellRow } from '../runs/cell-row.ts';
import type { RunIndex } from '../runs/run-index.ts';

/** Everything that a run holds of one cell. */
export interface WholeCell {
  row: CellRow;
  record: CellRecord;
  /** Null: the record points to none. */
  transcript: Transcript | null;
  /** The newest judgement when the run was judged again. */
  score: Score | null;
}

/** Reads one cell by its key. A `PageFault` when the run has none of that key. */
export async function readCell(index: RunIndex, key: string): Promise<WholeCell> {
  const row = index.find(key);
  if (!row) {
    throw new PageFault(
      404,
      `the run has no cell ${JSON.stringify(key.slice(0, 80))}`,
      'It may not have finished yet: choose one from the list.',
    );
  }
  const records = join(index.path, 'records.jsonl');
  const record = parseRecord(await readLineAt(records, row.place), records);
  const place = index.scorePlace(key);
  const scores = join(index.path, `scores-${index.judgeVersion ?? ''}.jsonl`);
  return {
    row,
    record,
    transcript: record.transcript && (await readTranscript(index.path, record.transcript)),
    score: place && parseLine(scoreSchema, await readLineAt(scores, place), scores),
  };
}
