import { z } from 'zod';

const name = z.string().regex(/^[\w.:-]+$/, 'letters, digits and . _ : - only');
const baseUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !new URL(url).username, 'no user name or password in it');

/** US dollars for a million tokens, for cost tables; left out when unknown. */
const prices = z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() });

const openAiCompatible = z.strictObject({
  name,
  adapter: z.literal('openai-compatible'),
  /** Model id as the endpoint knows it. */
  model: z.string().min(1),
  /** Up to and including `/v1`. */
  baseUrl,
  /** Environment variable that holds the key; left out for servers that want none. */
  keyVariable: z
    .string()
    .regex(/^[A-Za-z_]\w*$/)
    .optional(),
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().gt(0).max(1).optional(),
  maxTokens: z.number().int().positive().optional(),
  timeoutSeconds: z.number().positive().max(3600).default(120),
  /** False for endpoints that refuse a `seed`. */
  sendSeed: z.boolean().default(true),
  /** Further fields of the request body, for example `reasoning_effort`. */
  parameters: z.record(z.string(), z.json()).optional(),
  prices: prices.optional(),
});

const langchain = z.strictObject({
  name,
  adapter: z.literal('langchain'),
  /** A provider of LangChain's `initChatModel`; its package must be installed: `anthropic` is @langchain/anthropic. */
  provider: z.string().regex(/^[\w-]+$/),
  model: z.string().min(1),
  keyVariable: z
    .string()
    .regex(/^[A-Za-z_]\w*$/)
    .optional(),
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.number().int().positive().optional(),
  timeoutSeconds: z.number().positive().max(3600).default(120),
  /** Further options of the provider's class, as LangChain names them. */
  parameters: z.record(z.string(), z.json()).optional(),
  prices: prices.optional(),
});

const replay = z.strictObject({
  name,
  adapter: z.literal('replay'),
  /** JSONL file of recorded attempts, relative to models.yaml. */
  recording: z.string().min(1),
});

const retrievalBaseline = z.strictObject({ name, adapter: z.literal('retrieval-baseline') });

/** One entry of models.yaml, by adapter. */
export const modelEntrySchemas = {
  'openai-compatible': openAiCompatible,
  langchain,
  replay,
  'retrieval-baseline': retrievalBaseline,
} as const;

export type OpenAiCompatibleEntry = z.infer<typeof openAiCompatible>;
export type LangChainEntry = z.infer<typeof langchain>;
export type ModelEntry =
  OpenAiCompatibleEntry | LangChainEntry | z.infer<typeof replay> | z.infer<typeof retrievalBaseline>;
