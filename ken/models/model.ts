/** The one contract of every model. Adapters are behind it: OpenAI-compatible endpoints, replay, retrieval baseline. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface Usage {
  inputTokens: number;
  outputTokens: number;
}

export interface ModelReply {
  text: string;
  /** Null when the provider did not say. Never NaN, never a guess. */
  usage: Usage | null;
  finishReason: string | null;
  /** Seconds of the successful call, without waiting for retries. */
  seconds: number;
  /** Failed calls before this one, with the reason: infrastructure, never counted as attempts. */
  retries: { reason: string; seconds: number }[];
  /** True when it came from the response cache or a recording; then `seconds` is the original's. */
  recorded: boolean;
  /** The model that the provider says it used, when it says so. */
  servedModel?: string;
  /** What the answer took of this machine; only of models that run inside this process. */
  resources?: ModelResources;
}

export interface ModelResources {
  /** From the first to the last token of the answer; null for fewer than two. */
  tokensPerSecond: number | null;
  /** Largest resident memory of this process while the model answered, in bytes. */
  peakRamBytes: number;
  /** Largest use of the graphics card above what was used before the model was loaded, in bytes; 0 without a card. */
  peakVramBytes: number;
  /** CPU time of this process while the model answered. */
  cpuSeconds: number;
  /** `cpu`, or the kind of the graphics card: `cuda`, `vulkan`, `metal`. */
  device: string;
}

export interface ModelRequest {
  messages: ChatMessage[];
  /** Position in the feedback loop, from 1; recordings and the retrieval baseline answer by it. */
  attempt: number;
  /** Independent repeat, from 1. */
  trial: number;
  /** Sampling seed, derived from the run's seed and the cell. */
  seed: number;
  /** The request as the user wrote it, for models that do not read messages (retrieval baseline, replay). */
  task: { caseId: string; prompt: string; framework: 'bpftrace' | 'libbpf' };
  /** What the answer is for: 'synthesis' (default) or 'comprehension'. Part of the response cache's key. */
  purpose?: 'synthesis' | 'comprehension';
  /** Question within one attempt, from 1 (default): an annotation that cannot be used is asked for again. */
  turn?: number;
  signal?: AbortSignal;
}

export interface Model {
  /** Name as in models.yaml. */
  readonly name: string;
  /** Hashed into the cell key: provider, model id, sampling parameters; for a file its sha256. */
  readonly identity: Readonly<Record<string, string | number | boolean | null>>;
  /** `generative` asks a language model; `replay` reads a recording; `baseline` uses no language model. Shown in every table. */
  readonly kind: 'generative' | 'replay' | 'baseline';
  ask(request: ModelRequest): Promise<ModelReply>;
  close(): Promise<void>;
}
