import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Program } from '../../../ken/program.ts';
import { parseRecord } from '../../record/record.ts';
import { readLineAt } from '../../record/read-lines.ts';
import { readTranscript } from '../../record/transcript.ts';
import { PageFault } from '../http/page-fault.ts';
import type { RunIndexes } from '../runs/run-indexes.ts';
import type { RunIndex } from '../runs/run-index.ts';

/** A program that nobody could judge, once, however many cells ended with it. */
export interface LabelItem {
  /** Names it in addresses and orders the queue: a hash, so that the order tells nothing of where it comes from. */
  id: string;
  case: string;
  programHash: string;
  index: RunIndex;
  key: string;
}

/** What a reader gets to see: the request and the program, and nothing of who made it. */
export interface BlindItem {
  request: string;
  program: Program;
}

/** The unjudged programs of every readable run, each once, in an order that is the same for all readers. */
export async function labelItems(indexes: RunIndexes): Promise<LabelItem[]> {
  const items = new Map<string, LabelItem>();
  for (const { index } of await indexes.list()) {
    for (const row of index?.rows ?? []) {
      if (!index || row.outcome !== 'unjudged' || row.programHash === null) continue;
      const id = createHash('sha256').update(`${row.case}\n${row.programHash}`).digest('hex').slice(0, 32);
      if (!items.has(id)) items.set(id, { id, case: row.case, programHash: row.programHash, index, key: row.key });
    }
  }
  return [...items.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The program of that id. A `PageFault` when no run has it (any more). */
export async function findItem(id: string, indexes: RunIndexes): Promise<LabelItem> {
  const item = (await labelItems(indexes)).find((candidate) => candidate.id === id);
  if (item) return item;
  throw new PageFault(
    404,
    'there is no such unjudged program',
    'It may have been judged since: start from the labelling page.',
  );
}

/** Reads request and program from the transcript of a cell that ended with the program; null when it is not there. */
export async function blindItem({ index, key, programHash }: LabelItem): Promise<BlindItem | null> {
  const row = index.find(key);
  const records = join(index.path, 'records.jsonl');
  const record = row && parseRecord(await readLineAt(records, row.place), records);
  const transcript = record?.transcript ? await readTranscript(index.path, record.transcript) : null;
  const programs = [transcript?.verified, ...(transcript?.attempts ?? []).map(({ candidate }) => candidate)];
  const program = programs.find((one) => one && createHash('sha256').update(one.text).digest('hex') === programHash);
  return transcript && program ? { request: transcript.prompt, program } : null;
}

/** The same, where there is nothing to show without it. */
export async function shownItem(item: LabelItem): Promise<BlindItem> {
  const shown = await blindItem(item);
  if (shown) return shown;
  throw new PageFault(
    404,
    'the transcripts hold no text of this program',
    'Label another one: start from the labelling page.',
  );
}
