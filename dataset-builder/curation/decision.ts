import { z } from 'zod';

/** Why an entry is in the queue. */
export const queueReasons = ['vague', 'wrong', 'duplicate?', 'leak?', 'licence?'] as const;
export type QueueReason = (typeof queueReasons)[number];

const common = {
  pair: z.string().min(1),
  /** SHA-256 of the program that the person saw; the decision is stale when it changes. */
  program: z.string().regex(/^[0-9a-f]{64}$/),
  author: z.string().trim().min(1),
  /** ISO 8601, UTC. */
  time: z.iso.datetime(),
  /** Why, as a sentence. */
  reason: z.string().trim().min(1),
};

/** One line of `decisions.jsonl`. Lines are only ever added; the last one of an entry counts. */
export const decisionSchema = z.discriminatedUnion('action', [
  /** The text stands as it is, and is the request. */
  z.strictObject({ action: z.literal('accept'), ...common, prompt: z.string().trim().min(3) }),
  /** The curator's own text is the request. */
  z.strictObject({ action: z.literal('edit'), ...common, prompt: z.string().trim().min(10) }),
  z.strictObject({ action: z.literal('reject'), ...common }),
]);

export type Decision = z.infer<typeof decisionSchema>;
