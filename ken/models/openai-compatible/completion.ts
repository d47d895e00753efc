import { z } from 'zod';
import { CallFailure } from '../retry/call-failure.ts';
import { parseJson } from '../wire/parse-json.ts';
import type { Completion } from '../wire/observe-wire.ts';

/** The parts of a chat completion that we rely on; providers add more, which is let through. */
const completionSchema = z.looseObject({
  model: z.string().nullish().catch(null),
  choices: z
    .array(
      z.looseObject({
        message: z.looseObject({ content: z.unknown().optional(), refusal: z.string().nullish().catch(null) }),
        finish_reason: z.string().nullish().catch(null),
      }),
    )
    .min(1),
  usage: z.unknown().optional(),
});

const usageSchema = z.looseObject({
  prompt_tokens: z.number().int().nonnegative(),
  completion_tokens: z.number().int().nonnegative(),
});

/** Reads the body of a successful response. Throws `CallFailure('invalid-reply')` for anything but a completion. */
export function readCompletion(body: string): Completion {
  const parsed = completionSchema.safeParse(parseJson(body));
  const choice = parsed.data?.choices[0];
  if (!parsed.success || !choice) {
    throw new CallFailure(
      'invalid-reply',
      `the answer is not a chat completion: ${JSON.stringify(body.slice(0, 160))}`,
    );
  }
  const usage = usageSchema.safeParse(parsed.data.usage);
  return {
    servedModel: parsed.data.model ?? null,
    finishReason: choice.finish_reason ?? null,
    refusal: choice.message.refusal ?? null,
    usage: usage.success ? { inputTokens: usage.data.prompt_tokens, outputTokens: usage.data.completion_tokens } : null,
  };
}
