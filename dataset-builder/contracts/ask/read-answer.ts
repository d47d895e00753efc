import { z } from 'zod';
import type { ProposedClause } from '../../../ken/verifier/contracts/clause-gate.ts';

const answerSchema = z.object({
  clauses: z.array(z.object({ role: z.enum(['pre', 'post']), text: z.string(), why: z.string().optional() })).max(40),
});

export type Answer = { status: 'read'; clauses: ProposedClause[] } | { status: 'unusable'; reason: string };

/** Bytes of an answer that are looked at. */
const longestAnswer = 200_000;

/** Reads the JSON object of an answer, in a code fence or bare. Prose and other JSON are a result with the reason. */
export function readAnswer(text: string): Answer {
  if (text.length > longestAnswer) return { status: 'unusable', reason: `the answer has ${text.length} characters` };
  const fenced = /```(?:json)?\s*\n([\s\S]*?)```/.exec(text)?.[1];
  const start = (fenced ?? text).indexOf('{');
  const end = (fenced ?? text).lastIndexOf('}');
  if (start < 0 || end < start) return { status: 'unusable', reason: 'the answer holds no JSON object' };
  let value: unknown;
  try {
    value = JSON.parse((fenced ?? text).slice(start, end + 1));
  } catch (error) {
    return {
      status: 'unusable',
      reason: `the answer is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const parsed = answerSchema.safeParse(value);
  if (!parsed.success)
    return { status: 'unusable', reason: `the JSON has another shape: ${z.prettifyError(parsed.error)}` };
  return { status: 'read', clauses: parsed.data.clauses.map(({ role, text: clause }) => ({ role, text: clause })) };
}
