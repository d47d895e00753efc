import { z } from 'zod';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import type { LoggedAnswer } from './answer-log.ts';
import { questionFor } from './question.ts';

/** One line of a batch file, as OpenAI-compatible batch services take it (half price at several providers). */
export function batchRequest(contract: Contract, root: string, model: string): string {
  const { messages, hash } = questionFor(contract, root);
  const body = { model, messages, temperature: 0, response_format: { type: 'json_object' } };
  return JSON.stringify({ custom_id: `${contract.name}|${hash}`, method: 'POST', url: '/v1/chat/completions', body });
}

const lineSchema = z.object({
  custom_id: z.string(),
  response: z
    .object({
      body: z.object({
        choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })).min(1),
        usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).optional(),
      }),
    })
    .nullable(),
});

/** An answer of a batch, for the log; a string with the reason when the line holds none. */
export function batchAnswer(line: string, model: string): LoggedAnswer | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'it is not JSON';
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return z.prettifyError(parsed.error);
  const [name = '', question = ''] = parsed.data.custom_id.split('|');
  const body = parsed.data.response?.body;
  if (!body || question === '') return `${parsed.data.custom_id} has no answer`;
  const usage = body.usage
    ? { inputTokens: body.usage.prompt_tokens, outputTokens: body.usage.completion_tokens }
    : null;
  return { name, question, model, text: body.choices[0]?.message.content ?? '', usage, seconds: 0 };
}
