import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { KenError, quote } from '../../errors.ts';

/** One recorded answer of a model. Several lines of one case and trial are the attempts of a feedback loop. */
export const recordingSchema = z.strictObject({
  case: z.string().min(1),
  trial: z.number().int().min(1).default(1),
  attempt: z.number().int().min(1).default(1),
  /** What was asked: for a program, or for its annotations. */
  purpose: z.enum(['synthesis', 'comprehension']).default('synthesis'),
  /** Question within one attempt, from 1: an annotation that cannot be used is asked for again. */
  turn: z.number().int().min(1).default(1),
  text: z.string(),
  finishReason: z.string().nullable().default(null),
  usage: z
    .strictObject({ inputTokens: z.number().int().nonnegative(), outputTokens: z.number().int().nonnegative() })
    .nullable()
    .default(null),
  /** Seconds that the original call took; 0 when unknown. */
  seconds: z.number().nonnegative().default(0),
});

export type Recording = z.infer<typeof recordingSchema>;

/** Reads a JSONL file of recordings, line by line. Throws `KenError('config')` with the line that is none. */
export async function readRecordings(file: string): Promise<Recording[]> {
  const recordings: Recording[] = [];
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  let number = 0;
  try {
    for await (const line of lines) {
      number += 1;
      if (line.trim() !== '') recordings.push(recordingSchema.parse(JSON.parse(line)));
    }
  } catch (error) {
    const place =
      number === 0 ? `The recording ${quote(file)} cannot be read` : `${file}:${number} is not a recorded attempt`;
    throw new KenError('config', place, { cause: error, hint: error instanceof Error ? error.message : String(error) });
  }
  return recordings;
}
