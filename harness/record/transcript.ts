import { join } from 'node:path';
import { z } from 'zod';
import type { LinePointer } from './append-log.ts';
import { readLineAt } from './read-lines.ts';
import { gateStatuses, parseLine, toolchainSchema } from './record.ts';

const programSchema = z.object({ framework: z.enum(['bpftrace', 'libbpf']), text: z.string() });

const gateSchema = z.object({
  status: z.enum(gateStatuses),
  stage: z.string(),
  probes: z.array(z.object({ name: z.string(), attached: z.boolean(), reason: z.string().optional() })),
  log: z.string(),
  diagnostic: z.string(),
  normalised: z.array(z.string()),
  fault: z.string().optional(),
  toolchain: toolchainSchema,
  seconds: z.number(),
});

const attemptSchema = z.object({
  number: z.number().int(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  reply: z.object({
    text: z.string(),
    finishReason: z.string().nullable(),
    usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }).nullable(),
    seconds: z.number(),
    retries: z.array(z.object({ reason: z.string(), seconds: z.number() })),
    recorded: z.boolean(),
  }),
  candidate: programSchema.nullable(),
  extractionProblem: z.string().optional(),
  /** What extraction changed in the text, one sentence each. */
  mended: z.array(z.string()).optional(),
  /** Checks that were repeated because the guest failed. */
  gateRetries: z.array(z.object({ reason: z.string(), seconds: z.number() })).optional(),
  retrieved: z.array(z.string()),
  gate: gateSchema.nullable(),
  seconds: z.object({ retrieval: z.number(), model: z.number(), gate: z.number() }),
});

/** One thing that the judge looked at. */
export const evidenceSchema = z.object({ holds: z.boolean(), claim: z.string(), evidence: z.string().optional() });
export type Evidence = z.infer<typeof evidenceSchema>;

/** The judge's answer with all that it saw. */
export const judgeTranscriptSchema = z.object({
  judgement: z.enum(['correct', 'incorrect', 'unjudged']),
  method: z.string(),
  evidence: z.array(evidenceSchema),
  repairs: z.array(z.string()),
  gate: gateSchema.nullable(),
  seconds: z.number(),
});

/** One line of `transcripts.jsonl`: everything of a cell that a person may want to read. All of it is hostile text. */
export const transcriptSchema = z.object({
  v: z.literal(1),
  key: z.string(),
  /** The request as the model got it. */
  prompt: z.string(),
  attempts: z.array(attemptSchema),
  /** The program that passed every check of the configuration. */
  verified: programSchema.nullable(),
  judge: judgeTranscriptSchema.nullable(),
  /** The fault that ended the cell. */
  error: z.object({ message: z.string(), hint: z.string().optional(), stack: z.string().optional() }).optional(),
  /** Free text that came with an imported result: the original log, notes. */
  imported: z.array(z.object({ title: z.string(), text: z.string() })).optional(),
});

export type Transcript = z.infer<typeof transcriptSchema>;

/** The transcript that a record points to. */
export async function readTranscript(runFolder: string, pointer: LinePointer): Promise<Transcript> {
  const path = join(runFolder, 'transcripts.jsonl');
  return parseLine(transcriptSchema, await readLineAt(path, pointer), path);
}
