import { z } from 'zod';
import { CallFailure } from '../retry/call-failure.ts';
import type { Completion } from '../wire/observe-wire.ts';
import { parseJson } from '../wire/parse-json.ts';

const lastLineSchema = z.looseObject({
  model: z.string().nullish().catch(null),
  done: z.literal(true),
  done_reason: z.string().nullish().catch(null),
  prompt_eval_count: z.unknown().optional(),
  eval_count: z.unknown().optional(),
});

const count = z.number().int().nonnegative();

/**
 * Reads the whole stream of Ollama's `/api/chat`: JSON lines, the last of which says `done`. A stream that ends before
 * is a call that failed, never a short answer.
 */
export function readChatStream(body: string): Completion {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map((line) => parseJson(line));
  const failed = z.looseObject({ error: z.string() }).safeParse(values.at(-1)).data;
  if (failed) throw new CallFailure('server-error', failed.error.slice(0, 300));
  const last = lastLineSchema.safeParse(values.at(-1)).data;
  if (!last) {
    throw new CallFailure('invalid-reply', `the answer ends too early: ${JSON.stringify(body.slice(-160))}`);
  }
  const [input, output] = [count.safeParse(last.prompt_eval_count).data, count.safeParse(last.eval_count).data];
  return {
    servedModel: last.model ?? null,
    finishReason: last.done_reason ?? null,
    refusal: null,
    usage: input === undefined || output === undefined ? null : { inputTokens: input, outputTokens: output },
  };
}
