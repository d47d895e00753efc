import type { GateResult } from '../kernel/gate-result.ts';
import type { Program } from '../program.ts';
import type { ChatMessage, ModelReply } from '../models/model.ts';

/** One round of the feedback loop. */
export interface Attempt {
  /** From 1. */
  number: number;
  messages: ChatMessage[];
  /** Always there: when the model cannot be asked the pipeline throws, which is never a failed attempt. */
  reply: ModelReply;
  /** The program found in the reply, or null with the reason. */
  candidate: Program | null;
  extractionProblem?: string;
  /** What extraction changed in the text (typographic quotes, invisible characters), one sentence each. */
  mended?: string[];
  /** Ids of the training pairs shown to the model. */
  retrieved: string[];
  gate: GateResult | null;
  /** A first check that failed for no surely known reason, before the one in `gate`. */
  gateRetries?: { reason: string; seconds: number }[];
  /** Seconds on the host. */
  seconds: { retrieval: number; model: number; gate: number };
}

/** What KEN gives its user: a program that passed every check of the configuration, or nothing after the budget. */
export interface PipelineResult {
  verified: Program | null;
  attempts: Attempt[];
  seconds: number;
}
