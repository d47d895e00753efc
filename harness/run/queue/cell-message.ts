import { z } from 'zod';
import { KenError, quote } from '../../../ken/errors.ts';
import { cellRecordSchema } from '../../record/record.ts';
import { transcriptSchema } from '../../record/transcript.ts';
import type { CellResult } from '../run-cell.ts';
import { queueFormat } from './announcement.ts';

/** What a worker is told of a cell: the rest follows from the announced plan. */
export interface CellJob {
  format: number;
  key: string;
}

const jobSchema = z.object({ format: z.literal(queueFormat), key: z.string().regex(/^[0-9a-f]{64}$/) });

const resultSchema = z.object({
  format: z.literal(queueFormat),
  finished: cellRecordSchema.omit({ v: true, transcript: true }),
  transcript: transcriptSchema.omit({ v: true, key: true }),
});

export function cellJob(key: string): CellJob {
  return { format: queueFormat, key };
}

/** Id of a cell's job: a queue holds it once, however often it is added. */
export function cellJobId(key: string): string {
  return `cell-${key}`;
}

/** The key that a worker was given; a `KenError('config')` when the job is of another version of this program. */
export function parseCellJob(data: unknown): string {
  const parsed = jobSchema.safeParse(data);
  if (parsed.success) return parsed.data.key;
  throw new KenError('config', `the queue holds a job that is not a cell: ${quote(data)}`, {
    hint: 'use the same version of this program for the run and for its workers',
  });
}

/** A result as a worker sends it. */
export function encodeCellResult({ finished, transcript }: CellResult): object {
  return { format: queueFormat, finished, transcript };
}

/**
 * A worker's result for the cell with this key. It is checked field by field and then taken as it was sent, so that the
 * run folder gets the same lines as from a local run. A `KenError('config')` when it has another shape or key.
 */
export function decodeCellResult(value: unknown, key: string): CellResult {
  const parsed = resultSchema.safeParse(value);
  if (!parsed.success) throw unexpected(key, z.prettifyError(parsed.error));
  if (parsed.data.finished.key !== key) throw unexpected(key, `it is that of cell ${quote(parsed.data.finished.key)}`);
  const { finished, transcript } = value as CellResult;
  return { finished, transcript };
}

function unexpected(key: string, why: string): KenError {
  return new KenError('config', `a worker sent an unexpected result of cell ${key}: ${why}`, {
    hint: 'use the same version of this program for the run and for its workers',
  });
}
