import type { GateResult } from '../kernel/gate-result.ts';
import type { Program } from '../program.ts';
import type { ComprehensionTurn } from '../comprehension/comprehension.ts';
import type { ChatMessage, ModelReply } from '../models/model.ts';
import type { VerifierAnswer } from '../verifier/verifier.ts';
import type { Lesson } from '../memory/lesson.ts';
import type { Configuration } from './configuration.ts';

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
  /** Ids of earlier failures that were shown, with `learning: on`. */
  reminded?: string[];
  /** Only when the configuration names a comprehension and there is a candidate that compiles. */
  symbolic?: SymbolicCheck;
  /** Null when the attempt ended before: no candidate, or it was not proved. */
  gate: GateResult | null;
  /** A first check that failed for no surely known reason, before the one in `gate`. */
  gateRetries?: { reason: string; seconds: number }[];
  /** Seconds on the host. */
  seconds: { retrieval: number; model: number; comprehension: number; solver: number; gate: number };
}

/** The symbolic half of KEN's second loop (paper sections 3.4 and 3.5). */
export interface SymbolicCheck {
  /** The questions to the model about assume and assert; empty when contracts were inserted without a model. */
  turns: ComprehensionTurn[];
  /** The candidate with its annotations; null when there are none that can be used. */
  annotated: Program | null;
  /** Why there is no annotation. */
  problem?: string;
  /** Assumes that nothing supports, as they are written: what is proved with them counts as not proved. */
  unsupported?: string[];
  /** Null when there was nothing to verify. */
  answer: VerifierAnswer | null;
  /** Whether every assert was proved. Anything else is no success. */
  passed: boolean;
  /** Set when nothing was verified, because the configuration puts this in the verifier's place. */
  substitute?: NonNullable<Configuration['verifier']>;
}

/** What KEN gives its user: a program that passed every check of the configuration, or nothing after the budget. */
export interface PipelineResult {
  verified: Program | null;
  attempts: Attempt[];
  seconds: number;
  /** What it taught; only with `learning: on`. */
  lessons?: Lesson[];
}
