import { z } from 'zod';

const name = z.string().regex(/^[\w.:-]+$/, 'letters, digits and . _ : - only');
const baseUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !new URL(url).username, 'no user name or password in it');

/** US dollars for a million tokens, for cost tables; left out when unknown. */
const prices = z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() });

/** Tokens of prompt and answer together; longer prompts are refused before they are sent. */
const contextTokens = z.number().int().min(256);
const keyVariable = z.string().regex(/^[A-Za-z_]\w*$/);
const temperature = z.number().min(0).max(2);
const topP = z.number().gt(0).max(1);
const topK = z.number().int().positive();
const timeoutSeconds = z.number().positive().max(3600);
/** Further fields of the request, as the provider names them. */
const parameters = z.record(z.string(), z.json());

const openAiCompatible = z.strictObject({
  name,
  adapter: z.literal('openai-compatible'),
  /** Model id as the endpoint knows it. */
  model: z.string().min(1),
  /** Up to and including `/v1`. */
  baseUrl,
  /** Environment variable that holds the key; left out for servers that want none. */
  keyVariable: keyVariable.optional(),
  temperature: temperature.optional(),
  topP: topP.optional(),
  maxTokens: z.number().int().positive().optional(),
  contextTokens: contextTokens.optional(),
  timeoutSeconds: timeoutSeconds.default(120),
  /** False for endpoints that refuse a `seed`. */
  sendSeed: z.boolean().default(true),
  /** Further fields of the request body, for example `reasoning_effort`. */
  parameters: parameters.optional(),
  prices: prices.optional(),
});

const langchain = z.strictObject({
  name,
  adapter: z.literal('langchain'),
  /** A provider of LangChain's `initChatModel`; its package must be installed: `anthropic` is @langchain/anthropic. */
  provider: z.string().regex(/^[\w-]+$/),
  model: z.string().min(1),
  keyVariable: keyVariable.optional(),
  temperature: temperature.optional(),
  maxTokens: z.number().int().positive().optional(),
  contextTokens: contextTokens.optional(),
  timeoutSeconds: timeoutSeconds.default(120),
  /** Further options of the provider's class, as LangChain names them. */
  parameters: parameters.optional(),
  prices: prices.optional(),
});

const anthropic = z.strictObject({
  name,
  adapter: z.literal('anthropic'),
  model: z.string().min(1),
  baseUrl: baseUrl.default('https://api.anthropic.com'),
  keyVariable: keyVariable.optional(),
  temperature: z.number().min(0).max(1).optional(),
  topP: topP.optional(),
  maxTokens: z.number().int().positive().default(2048),
  contextTokens: contextTokens.optional(),
  timeoutSeconds: timeoutSeconds.default(120),
  parameters: parameters.optional(),
  prices: prices.optional(),
});

const ollama = z.strictObject({
  name,
  adapter: z.literal('ollama'),
  model: z.string().min(1),
  baseUrl: baseUrl.default('http://127.0.0.1:11434'),
  temperature: temperature.optional(),
  topP: topP.optional(),
  topK: topK.optional(),
  maxTokens: z.number().int().positive().default(2048),
  /** Ollama's `num_ctx`; it cuts longer prompts in silence, so it is always set. */
  contextTokens: contextTokens.default(8192),
  /** Thinking of models that can switch it. */
  think: z.boolean().optional(),
  timeoutSeconds: timeoutSeconds.default(600),
});

const llamaCpp = z
  .strictObject({
    name,
    adapter: z.literal('llama-cpp'),
    /** GGUF file: a name in the folder of models, or a path. Of a split model its first part. */
    file: z.string().regex(/\.gguf$/, 'the name of a .gguf file'),
    /** Where `ken models pull` gets it: `hf:user/repository/file.gguf` or an https address. */
    source: z
      .string()
      .regex(/^(?:hf:|https:\/\/)/, 'hf:user/repository/file.gguf or an https address')
      .optional(),
    /** SHA-256 that the file must have. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    /** `auto`: the template inside the file; or one that node-llama-cpp knows by name. */
    chatTemplate: z
      .enum([
        'auto',
        'general',
        'llama2Chat',
        'llama3',
        'llama3.1',
        'alpacaChat',
        'chatML',
        'mistral',
        'qwen',
        'deepSeek',
        'gemma',
      ])
      .default('auto'),
    temperature: temperature.default(0.2),
    topP: topP.optional(),
    topK: topK.optional(),
    maxTokens: z.number().int().positive().default(2048),
    contextTokens: contextTokens.default(8192),
    /** GBNF files (relative to models.yaml) that answers of that purpose must follow. */
    grammar: z
      .strictObject({ synthesis: z.string().min(1).optional(), comprehension: z.string().min(1).optional() })
      .optional(),
    /** `auto` takes a graphics card when its binary is installed (`ken models gpu`) and works. */
    gpu: z.enum(['auto', 'cuda', 'vulkan', 'metal', 'none']).default('auto'),
    /** Layers in the memory of the graphics card; by default as many as fit. */
    gpuLayers: z.number().int().nonnegative().optional(),
    /** CPU threads; by default those that help. */
    threads: z.number().int().positive().max(512).optional(),
    timeoutSeconds: timeoutSeconds.default(1800),
  })
  .refine(({ maxTokens, contextTokens }) => maxTokens < contextTokens, {
    message: 'maxTokens must be smaller than contextTokens, or there is no room for a prompt',
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
  anthropic,
  ollama,
  'llama-cpp': llamaCpp,
  replay,
  'retrieval-baseline': retrievalBaseline,
} as const;

export type OpenAiCompatibleEntry = z.infer<typeof openAiCompatible>;
export type LangChainEntry = z.infer<typeof langchain>;
export type AnthropicEntry = z.infer<typeof anthropic>;
export type OllamaEntry = z.infer<typeof ollama>;
export type LlamaCppEntry = z.infer<typeof llamaCpp>;
export type ModelEntry =
  | OpenAiCompatibleEntry
  | LangChainEntry
  | AnthropicEntry
  | OllamaEntry
  | LlamaCppEntry
  | z.infer<typeof replay>
  | z.infer<typeof retrievalBaseline>;
