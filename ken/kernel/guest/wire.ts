import { z } from 'zod';
import { KenError } from '../../errors.ts';
import type { Job, JobReply } from './job.ts';

/**
 * What the agent reads: fields "KEY LENGTH\n" + bytes + "\n", ended by the field `end`. See agent/main.c.
 */
export function encodeJob(job: Job): Buffer {
  const parts: Buffer[] = [];
  const field = (key: string, value: Uint8Array | string | number): void => void parts.push(encodeField(key, value));
  for (const [file, content] of Object.entries(job.files)) field(`file:${checkedPath(file)}`, content);
  if (job.setup !== undefined) field('setup', job.setup);
  if (job.tracer) {
    field('tracer', job.tracer.command);
    field('marker', job.tracer.readyMarker);
  }
  if (job.workload !== undefined) field('workload', job.workload);
  for (const [name, milliseconds] of Object.entries(job.deadlines ?? {})) field(`${name}Ms`, Math.round(milliseconds));
  if (job.outputLimit !== undefined) field('outputLimit', job.outputLimit);
  field('end', '');
  return Buffer.concat(parts);
}

/** Asks the agent to run a tracer until it opens the file, and to hold it there for a job with the same command. */
export function encodePrestart(command: string, until: string): Buffer {
  return Buffer.concat([encodeField('prestart', command), encodeField('until', until), encodeField('end', '')]);
}

function encodeField(key: string, value: Uint8Array | string | number): Buffer {
  const bytes = typeof value === 'object' ? Buffer.from(value) : Buffer.from(String(value));
  return Buffer.concat([Buffer.from(`${key} ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

const processSchema = z
  .object({
    exit: z.number().nullable(),
    signal: z.number().nullable(),
    milliseconds: z.number(),
    stdoutBytes: z.number(),
    stderrBytes: z.number(),
    memoryKills: z.number(),
    refusedForks: z.number(),
    stdout: z.string(),
    stderr: z.string(),
  })
  .nullable();

const replySchema = z.object({
  end: z.enum([
    'complete',
    'tracer-exit',
    'setup-failed',
    'ready-timeout',
    'workload-timeout',
    'stop-timeout',
    'flood',
    'total-timeout',
  ]),
  ready: z.boolean(),
  milliseconds: z.number(),
  setup: processSchema,
  tracer: processSchema,
  workload: processSchema,
  kernelLog: z.string(),
});

export type AgentReply = z.infer<typeof replySchema> & JobReply;

/** Undefined when the line is not a reply: the guest is then not to be trusted. */
export function parseReply(line: string): AgentReply | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = replySchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function checkedPath(file: string): string {
  if (!/^\/[\x21-\x7e]{1,500}$/.test(file) || file.includes('..')) {
    throw new KenError('internal', `${JSON.stringify(file)} is not an absolute path in the guest`);
  }
  return file;
}
