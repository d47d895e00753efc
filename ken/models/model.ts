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
