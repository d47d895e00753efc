import type { z } from 'zod';
import { createHash } from 'node:crypto';
import { KenError, quote } from '../../errors.ts';
import type { Model } from '../model.ts';
import { recordingSchema } from './recording.ts';
import type { Recording } from './recording.ts';

/**
 * Answers from recorded attempts, by case, trial and attempt. A request without a recording throws
 * `KenError('provider')` naming what is missing: an empty answer would be counted as the model's failure.
 */
export function replayModel(name: string, recordings: readonly z.input<typeof recordingSchema>[]): Model {
  const parsed = recordings.map((recording) => recordingSchema.parse(recording));
  const answers = new Map<string, Recording>();
  for (const recording of parsed) {
    const place = placeOf(recording.case, recording);
    if (answers.has(place)) throw new KenError('config', `Recording of ${quote(name)}: ${place} occurs twice`);
    answers.set(place, recording);
  }
  return {
    name,
    kind: 'replay',
    identity: { provider: 'replay', sha256: createHash('sha256').update(JSON.stringify(parsed)).digest('hex') },
    async ask({ task, trial, attempt, purpose = 'synthesis', turn = 1, signal }) {
      await Promise.resolve();
      signal?.throwIfAborted();
      const place = placeOf(task.caseId, { trial, attempt, purpose, turn });
      const answer = answers.get(place);
      if (!answer) {
        throw new KenError('provider', `Model ${quote(name)} has no recording of ${place}`, {
          hint: 'A replay can only answer what was recorded: use as many trials and attempts as the recording has.',
        });
      }
      const { text, usage, finishReason, seconds } = answer;
      return { text, usage, finishReason, seconds, retries: [], recorded: true };
    },
    close: () => Promise.resolve(),
  };
}

function placeOf(
  caseId: string,
  { trial, attempt, purpose, turn }: { trial: number; attempt: number; purpose: string; turn: number },
): string {
  const question = purpose === 'synthesis' ? '' : `, ${purpose}, turn ${turn}`;
  return `case ${quote(caseId)}, trial ${trial}, attempt ${attempt}${question}`;
}
