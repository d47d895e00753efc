import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KenError, quote } from '../../errors.ts';
import type { Model, ModelReply, ModelRequest } from '../model.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * `read-write`: use what is there, store what is new. `read-only`: use what is there, store nothing. `refresh`: ask
 * again and store. `off`: as if there were none.
 */
export type CacheMode = 'read-write' | 'read-only' | 'refresh' | 'off';

const version = 1;

const storedSchema = z.strictObject({
  version: z.literal(version),
  reply: z.strictObject({
    text: z.string().min(1),
    usage: z.strictObject({ inputTokens: z.number(), outputTokens: z.number() }).nullable(),
    finishReason: z.string().nullable(),
    seconds: z.number(),
    servedModel: z.string().optional(),
    resources: z
      .strictObject({
        tokensPerSecond: z.number().nullable(),
        peakRamBytes: z.number(),
        peakVramBytes: z.number(),
        cpuSeconds: z.number(),
        device: z.string(),
      })
      .optional(),
  }),
});

/**
 * A model that remembers its answers in a folder, one file for each request. The key holds everything that may change
 * an answer: the model's identity (provider, base URL, model, sampling parameters), messages, seed, purpose, attempt
 * and trial. Errors, empty and filtered answers are never stored. A stored answer has `recorded: true` and the seconds
 * and usage of the original call.
 */
export function withResponseCache(model: Model, { folder, mode }: { folder: string; mode: CacheMode }): Model {
  if (mode === 'off') return model;
  return {
    name: model.name,
    kind: model.kind,
    identity: model.identity,
    async ask(request) {
      request.signal?.throwIfAborted();
      const file = fileOf(folder, model, request);
      const stored = mode === 'refresh' ? null : await readReply(file);
      if (stored) return stored;
      const reply = await model.ask(request);
      if (mode !== 'read-only' && isWorthKeeping(reply)) await writeReply(file, reply);
      return reply;
    },
    close: () => model.close(),
  };
}

function fileOf(folder: string, model: Model, { messages, attempt, trial, seed, purpose, turn }: ModelRequest): string {
  const content = {
    version,
    identity: model.identity,
    messages,
    attempt,
    trial,
    seed,
    purpose: purpose ?? 'synthesis',
    turn: turn ?? 1,
  };
  const key = createHash('sha256').update(canonicalJson(content)).digest('hex');
  return path.join(folder, key.slice(0, 2), `${key}.json`);
}

function isWorthKeeping(reply: ModelReply): boolean {
  return reply.text.trim() !== '' && reply.finishReason !== 'content_filter';
}

async function readReply(file: string): Promise<ModelReply | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new KenError('storage', `The cached answer ${quote(file)} cannot be read`, { cause: error });
  }
  try {
    const { servedModel, resources, ...reply } = storedSchema.parse(JSON.parse(text)).reply;
    return {
      ...reply,
      ...(servedModel === undefined ? {} : { servedModel }),
      ...(resources === undefined ? {} : { resources }),
      retries: [],
      recorded: true,
    };
  } catch (error) {
    throw new KenError('storage', `The cached answer ${quote(file)} is damaged`, {
      hint: 'Delete this file.',
      cause: error,
    });
  }
}

/** Atomic: a reader sees the whole file or none, also after a crash. */
async function writeReply(file: string, reply: ModelReply): Promise<void> {
  const { text, usage, finishReason, seconds, servedModel, resources } = reply;
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(temporary, 'wx');
    try {
      const stored = { text, usage, finishReason, seconds, servedModel, resources };
      await handle.writeFile(JSON.stringify({ version, reply: stored }));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new KenError('storage', `The answer cannot be stored in ${quote(file)}`, {
      hint: 'Is the disk full? The cache can be switched off.',
      cause: error,
    });
  }
}
