import { z } from 'zod';
import { CallFailure } from '../retry/call-failure.ts';
import type { Completion } from '../wire/observe-wire.ts';
import { parseJson } from '../wire/parse-json.ts';

/** The parts of a message of Anthropic's API that we rely on. */
const messageSchema = z.looseObject({
  type: z.literal('message'),
  model: z.string().nullish().catch(null),
  content: z.array(z.looseObject({ type: z.string() })),
  stop_reason: z.string().nullish().catch(null),
  usage: z.unknown().optional(),
});

const count = z.number().int().nonnegative();
const usageSchema = z.looseObject({
  input_tokens: count,
  output_tokens: count,
  cache_creation_input_tokens: count.nullish(),
  cache_read_input_tokens: count.nullish(),
});

/** Reads the body of a successful response of `/v1/messages`. Cached input is counted as input. */
export function readMessageBody(body: string): Completion {
  const parsed = messageSchema.safeParse(parseJson(body));
  if (!parsed.success) {
    throw new CallFailure('invalid-reply', `the answer is not a message: ${JSON.stringify(body.slice(0, 160))}`);
  }
  const usage = usageSchema.safeParse(parsed.data.usage).data;
  return {
    servedModel: parsed.data.model ?? null,
    finishReason: parsed.data.stop_reason ?? null,
    refusal: null,
    usage: usage
      ? {
          inputTokens:
            usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
          outputTokens: usage.output_tokens,
        }
      : null,
  };
}
