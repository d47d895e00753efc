import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { KenError } from '../errors.ts';

const url = z.url({ protocol: /^https?$/ }).refine((text) => !new URL(text).username, 'no user name or password in it');
const keyVariable = z.string().regex(/^[A-Za-z_]\w*$/);

/** How a request is turned into a vector. `hashed` needs neither a network nor weights. */
export const embeddingsSettingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hashed') }),
  z.strictObject({
    kind: z.literal('openai-compatible'),
    model: z.string().min(1),
    /** Up to and including `/v1`; llama.cpp's server is one too. */
    baseUrl: url,
    keyVariable: keyVariable.optional(),
  }),
  z.strictObject({
    kind: z.literal('ollama'),
    model: z.string().min(1),
    baseUrl: url.default('http://127.0.0.1:11434'),
  }),
  /** A GGUF file of the user, loaded into this process; needs the package node-llama-cpp. */
  z.strictObject({ kind: z.literal('llama-cpp'), file: z.string().min(1) }),
]);

export type EmbeddingsSettings = z.infer<typeof embeddingsSettingsSchema>;

const storeSettingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('in-memory') }),
  /** A Milvus server, for sets that outgrow this process. */
  z.strictObject({
    kind: z.literal('milvus'),
    url: z.string().regex(/^(?:https?:\/\/)?[\w.-]+:\d{1,5}$/, 'must be host:port'),
    userVariable: keyVariable.optional(),
    passwordVariable: keyVariable.optional(),
  }),
]);

export type StoreSettings = z.infer<typeof storeSettingsSchema>;

/** `memory.yaml`: what a model is shown from, and how it is found. Strict. */
export const memorySettingsSchema = z.strictObject({
  /** `tools`: the guest's own bpftrace tools. `dataset`: the train set of the built dataset. */
  trainSet: z.enum(['tools', 'dataset']).default('tools'),
  embeddings: embeddingsSettingsSchema.default({ kind: 'hashed' }),
  store: storeSettingsSchema.default({ kind: 'in-memory' }),
});

export type MemorySettings = z.infer<typeof memorySettingsSchema>;

/** The settings of a file; the defaults when there is none. */
export async function readMemorySettings(file: string): Promise<MemorySettings> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '{}';
    throw new KenError('config', `${file} cannot be read`, { cause: error });
  });
  const document = parseDocument(text, { prettyErrors: true });
  const [broken] = document.errors;
  if (broken) throw new KenError('config', `${file} is not valid YAML: ${broken.message.trim()}`);
  const parsed = memorySettingsSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  throw new KenError('config', `${file}: ${z.prettifyError(parsed.error)}`, {
    hint: 'The keys are described in ken/memory/memory-settings.ts.',
  });
}
