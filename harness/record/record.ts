import { z } from 'zod';
import { KenError, quote } from '../../ken/errors.ts';
import { frameworks } from '../../ken/program.ts';
import { verdicts } from '../../ken/verifier/verification.ts';

/** The format that this code writes and reads; a newer one is refused. */
export const recordVersion = 1;

/** `A`: accurate. `FP`: verified, judged incorrect. `FN`: nothing verified. `unjudged` and `error` are neither. */
export const outcomes = ['A', 'FP', 'FN', 'unjudged', 'error'] as const;
export type Outcome = (typeof outcomes)[number];

/** Whose fault an `error` is. None of them counts against the model; a resumed run repeats the cell. */
export const errorCauses = ['model', 'provider', 'harness', 'guest', 'budget'] as const;
export type ErrorCause = (typeof errorCauses)[number];

export const gateStatuses = [
  'accepted',
  'compile-failed',
  'rejected',
  'attach-failed',
  'partially-attached',
  'guest-fault',
] as const;

export const modelKinds = ['generative', 'replay', 'baseline'] as const;
export type ModelKind = (typeof modelKinds)[number];

export const toolchainSchema = z.object({
  kernel: z.string(),
  bpftrace: z.string(),
  clang: z.string().optional(),
  image: z.string(),
});

export const gateSummarySchema = z.object({ status: z.enum(gateStatuses), stage: z.string() });

export const judgementSchema = z.object({
  judgement: z.enum(['correct', 'incorrect', 'unjudged']),
  /** How it was decided: `oracle`, `gate`, `none`, later `equivalence` and `label`. */
  method: z.string(),
  /** Language-drift repairs that were made before the program was judged, one sentence each. */
  repairs: z.array(z.string()),
});

/** What the paper authors' own records say of a released program. */
export const upstreamSchema = z.object({
  passed: z.boolean(),
  returnCode: z.number().int().nullable(),
  label: z.string().optional(),
});

const seconds = z.number().nonnegative();

/** Stages of a cell whose time is told apart. The judge is not part of the system. */
export const stages = ['retrieval', 'model', 'comprehension', 'solver', 'gate', 'judge'] as const;
export type Stage = (typeof stages)[number];

/** No time at all. */
export const noSeconds: Readonly<Record<Stage, number>> = {
  retrieval: 0,
  model: 0,
  comprehension: 0,
  solver: 0,
  gate: 0,
  judge: 0,
};

/** Seconds that the system itself took: everything but the judge. */
export function systemSeconds(record: { seconds: Readonly<Record<Stage, number>> }): number {
  return stages.reduce((sum, stage) => (stage === 'judge' ? sum : sum + record.seconds[stage]), 0);
}

/** Wall-clock seconds by stage. Records of configurations without comprehension may leave its stages out. */
export const stageSecondsSchema = z.object({
  retrieval: seconds,
  model: seconds,
  comprehension: seconds.default(0),
  solver: seconds.default(0),
  gate: seconds,
  judge: seconds,
});

/**
 * One line of `records.jsonl`: one finished cell. Small (about 1 KB); everything bulky lies in `transcripts.jsonl`. The
 * line starts with `v`, `key`, `status` so that a resume need not parse it.
 */
export const cellRecordSchema = z.object({
  v: z.literal(recordVersion),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  status: z.enum(['done', 'error']),
  outcome: z.enum(outcomes),
  case: z.string(),
  framework: z.enum(frameworks as ['bpftrace', 'libbpf']),
  configuration: z.string(),
  model: z.string(),
  modelKind: z.enum(modelKinds),
  trial: z.number().int().min(1),
  /** Of the final program, or of the last candidate when nothing was verified; null when there was no program at all. */
  gate: gateSummarySchema.nullable(),
  /** What the symbolic verifier said of the final program, or of the last candidate; null when it was not asked. */
  verdict: z.enum(verdicts).nullable().default(null),
  /** Null: nobody has judged it (yet). */
  judgement: judgementSchema.nullable(),
  /** Rounds of the feedback loop that were used. */
  attempts: z.number().int().nonnegative(),
  /** Wall-clock seconds of the host by stage, summed over the attempts. */
  seconds: stageSecondsSchema,
  /** Null when the provider did not say. */
  tokens: z.object({ input: z.number(), output: z.number() }).nullable(),
  /** What the answers of a model inside the process took of this machine: for the table of local models. */
  resources: z
    .object({
      /** Mean over the answers, weighted by their length; null when no answer had a speed. */
      tokensPerSecond: z.number().nullable(),
      peakRamBytes: z.number(),
      peakVramBytes: z.number(),
      /** CPU time of the answers. */
      cpuSeconds: z.number(),
      device: z.string(),
    })
    .optional(),
  /** True when a reply came from a cache or a recording; the seconds are then the original ones. */
  recorded: z.boolean(),
  /** SHA-256 of the final program's text. */
  programHash: z.string().nullable(),
  promptVersion: z.string(),
  toolchain: toolchainSchema.nullable(),
  transcript: z.object({ offset: z.number().int(), length: z.number().int() }).nullable(),
  /** Only with status `error`. */
  error: z.object({ cause: z.enum(errorCauses), code: z.string(), message: z.string() }).optional(),
  upstream: upstreamSchema.optional(),
  finishedAt: z.string(),
});

export type CellRecord = z.infer<typeof cellRecordSchema>;
export type JudgementSummary = z.infer<typeof judgementSchema>;
export type GateSummary = z.infer<typeof gateSummarySchema>;
export type ToolchainRecord = z.infer<typeof toolchainSchema>;

/** The line of a record, with the three fixed fields first. */
export function recordLine(record: CellRecord): string {
  const { v, key, status, ...rest } = record;
  return JSON.stringify({ v, key, status, ...rest });
}

const prefix = /^\{"v":(\d+),"key":"([0-9a-f]{64})","status":"(done|error)"/;

/** As much of a line as holds its version, key and status. */
export const recordPrefixBytes = 128;

/** Key and status of a line without parsing it; a `KenError('storage')` when the line is not one of ours. */
export function recordPrefix(line: string, path: string): { key: string; status: 'done' | 'error' } {
  const match = prefix.exec(line);
  if (!match?.[2]) throw new KenError('storage', `${path} holds a line that is not a record: ${quote(line)}`);
  if (Number(match[1]) > recordVersion) {
    throw new KenError('storage', `${path} has records of version ${match[1]}; this program reads ${recordVersion}`, {
      hint: 'update this checkout',
    });
  }
  return { key: ownText(match[2]), status: match[3] === 'error' ? 'error' : 'done' };
}

/** A copy: a part of a text keeps the whole text in memory, and readers keep the keys of 100,000 lines. */
function ownText(part: string): string {
  return Buffer.from(part, 'latin1').toString('latin1');
}

/** Reads a record back; a `KenError('storage')` that names file and field when it does not have the agreed shape. */
export function parseRecord(line: string, path: string): CellRecord {
  recordPrefix(line, path);
  return parseLine(cellRecordSchema, line, path);
}

/** Parses one JSON line against its schema. */
export function parseLine<Value>(schema: z.ZodType<Value>, line: string, path: string): Value {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new KenError('storage', `${path} holds a line that is not JSON: ${quote(line)}`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new KenError('storage', `${path} holds an unexpected line: ${z.prettifyError(parsed.error)}: ${quote(line)}`);
}
