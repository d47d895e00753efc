import type { GateResult } from '../kernel/gate-result.ts';
import type { Program } from '../program.ts';
import type { ChatMessage, ModelReply } from '../models/model.ts';

/** One round of the feedback loop. */
export interface Attempt {
  /** From 1. */
  number: number;
  messages: ChatMessage[];
  /** Null when the model could not be asked; the run then throws instead of counting a failure of the model. */
  reply: ModelReply;
  /** The program found in the reply, or null with the reason. */
  candidate: Program | null;
  extractionProblem?: string;
  /** Ids of the training pairs shown to the model. */
  retrieved: string[];
  gate: GateResult | null;
  /** Seconds on the host. */
  seconds: { retrieval: number; model: number; gate: number };
}

/** What KEN gives its user: a program that passed every check of the configuration, or nothing after the budget. */
export interface PipelineResult {
  verified: Program | null;
  attempts: Attempt[];
  seconds: number;
}
