import type { Experience } from '../memory/experience.ts';
import type { ChatMessage, ModelReply } from '../models/model.ts';
import type { Program } from '../program.ts';

/** What the Comprehension Engine gives (paper section 3.4): a candidate with its specification written into it. */
export interface Comprehension {
  comprehend(question: ComprehensionQuestion): Promise<ComprehensionResult>;
}

export interface ComprehensionQuestion {
  /** The request as the user wrote it. */
  prompt: string;
  candidate: Program;
  /** Known to recordings and seeds: case, round of the feedback loop, trial. */
  caseId: string;
  attempt: number;
  trial: number;
  seed: number;
  /** What earlier annotations taught, with `learning: on`. */
  experience?: Experience;
  signal?: AbortSignal;
}

export interface ComprehensionResult {
  /** The candidate with `assume` and `assert` statements; null when no usable annotation was found. */
  annotated: Program | null;
  /** Why there is none, one sentence. */
  problem?: string;
  /** Assumes that neither contracts, nor types, nor the request support. */
  unsupported?: readonly string[];
  /** Every question to the model, also those whose answer could not be used. */
  turns: ComprehensionTurn[];
}

export interface ComprehensionTurn {
  messages: ChatMessage[];
  reply: ModelReply;
  /** Why the answer could not be used; absent for the one that was. */
  problem?: string;
}
