import { join } from 'node:path';
import { z } from 'zod';
import type { LinePointer } from './append-log.ts';
import { readLineAt } from './read-lines.ts';
import { lessonSchema } from '../../ken/memory/lesson.ts';
import { verdicts } from '../../ken/verifier/verification.ts';
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

const messagesSchema = z.array(z.object({ role: z.string(), content: z.string() }));

const replySchema = z.object({
  text: z.string(),
  finishReason: z.string().nullable(),
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }).nullable(),
  seconds: z.number(),
  retries: z.array(z.object({ reason: z.string(), seconds: z.number() })),
  recorded: z.boolean(),
  servedModel: z.string().optional(),
  /** Of models that ran inside the process: speed, and what they took of the machine. */
  resources: z
    .object({
      tokensPerSecond: z.number().nullable(),
      peakRamBytes: z.number(),
      peakVramBytes: z.number(),
      cpuSeconds: z.number(),
      device: z.string(),
    })
    .optional(),
});

const verdictSchema = z.enum(verdicts);

const counterexampleSchema = z.object({
  events: z.array(
    z.object({
      probe: z.string(),
      inputs: z.array(
        z.object({
          name: z.string(),
          value: z.string(),
          type: z.string().optional(),
          decisive: z.boolean().optional(),
        }),
      ),
    }),
  ),
  message: z.string(),
});

const verificationSchema = z.object({
  verdict: verdictSchema,
  reason: z.string(),
  asserts: z.array(
    z.object({
      line: z.number(),
      column: z.number(),
      text: z.string(),
      verdict: verdictSchema,
      bound: z.number().optional(),
      reason: z.string(),
      counterexample: counterexampleSchema.nullable(),
    }),
  ),
  lints: z.array(z.object({ kind: z.string(), line: z.number(), text: z.string(), message: z.string() })),
  changed: z.string().default(''),
  assumptions: z.array(z.string()),
  seconds: z.number(),
  compileSeconds: z.number(),
  statistics: z.object({ paths: z.number(), instructions: z.number(), solverChecks: z.number() }),
});

const symbolicSchema = z.object({
  turns: z.array(z.object({ messages: messagesSchema, reply: replySchema, problem: z.string().optional() })),
  annotated: programSchema.nullable(),
  problem: z.string().optional(),
  answer: z
    .discriminatedUnion('status', [
      z.object({ status: z.literal('verified'), verification: verificationSchema }),
      z.object({ status: z.literal('bad-annotation'), diagnostic: z.string() }),
      z.object({ status: z.literal('compile-failed'), diagnostic: z.string() }),
    ])
    .nullable(),
  passed: z.boolean(),
  /** What stood in the verifier's place. */
  substitute: z.string().optional(),
});

const attemptSchema = z.object({
  number: z.number().int(),
  messages: messagesSchema,
  reply: replySchema,
  candidate: programSchema.nullable(),
  extractionProblem: z.string().optional(),
  /** What extraction changed in the text, one sentence each. */
  mended: z.array(z.string()).optional(),
  /** Checks that were repeated because the guest failed. */
  gateRetries: z.array(z.object({ reason: z.string(), seconds: z.number() })).optional(),
  retrieved: z.array(z.string()),
  /** Ids of earlier failures that were shown. */
  reminded: z.array(z.string()).optional(),
  symbolic: symbolicSchema.optional(),
  gate: gateSchema.nullable(),
  seconds: z.object({
    retrieval: z.number(),
    model: z.number(),
    comprehension: z.number().default(0),
    solver: z.number().default(0),
    gate: z.number(),
  }),
});

/** One thing that the judge looked at. */
export const evidenceSchema = z.object({ holds: z.boolean(), claim: z.string(), evidence: z.string().optional() });
export type Evidence = z.infer<typeof evidenceSchema>;

/** What the symbolic comparison with the references says, and whether it agrees with the judgement. */
export const secondOpinionSchema = z.object({
  result: z.enum(['equivalent', 'different', 'not-comparable', 'unknown']),
  reference: z.string(),
  reason: z.string(),
  agrees: z.boolean().nullable(),
});

/** The judge's answer with all that it saw. */
export const judgeTranscriptSchema = z.object({
  judgement: z.enum(['correct', 'incorrect', 'unjudged']),
  method: z.string(),
  evidence: z.array(evidenceSchema),
  repairs: z.array(z.string()),
  equivalence: secondOpinionSchema.optional(),
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
  /** What a configuration that learns remembers of it: KEN's own checks, never the judge. */
  lessons: z.array(lessonSchema).optional(),
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
