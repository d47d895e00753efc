import { KenError } from '../errors.ts';
import type { Gate } from '../kernel/gate-result.ts';
import type { Memory } from '../memory/memory.ts';
import type { Model } from '../models/model.ts';
import type { Framework, Program } from '../program.ts';
import type { FailedAttempt, Prompter } from '../prompter/prompter.ts';
import type { Extraction } from '../synthesis/extract/extraction.ts';
import { retrieveExamples } from '../synthesis/retrieve-examples.ts';
import { synthesiseCandidate } from '../synthesis/synthesise-candidate.ts';
import { attemptSeed } from './attempt-seed.ts';
import { checkInGate } from './check-in-gate.ts';
import { checkSymbolically, type SymbolicParts, type TimedCheck } from './check-symbolically.ts';
import type { Configuration } from './configuration.ts';
import { failedAttempt } from './failed-attempt.ts';
import { refuseUnbuilt } from './refuse-unbuilt.ts';
import type { Attempt, PipelineResult } from './result.ts';

export interface SynthesisRequest {
  caseId: string;
  /** The request in English. */
  prompt: string;
  framework: Framework;
}

export interface PipelineParts {
  model: Model;
  /** Null is enough for configurations that neither retrieve nor learn. */
  memory: Memory | null;
  gate: Gate;
  prompter: Prompter;
  /** Null is enough for configurations without comprehension. */
  symbolic?: SymbolicParts | null;
  /** Seed of the cell; each attempt gets its own from it. */
  seed: number;
  /** Independent repeat, from 1. */
  trial: number;
  signal?: AbortSignal;
}

/**
 * KEN's feedback loop (paper section 3.1): ask, extract, check in the gate, and ask again with all errors until a
 * program passes or the attempts are used up. With `feedback: none` later attempts are independent repeats of the same
 * question. A reply without a program is a failed attempt; a fault of the provider or of the guest throws, since it
 * says nothing of the model.
 */
export async function synthesise(
  request: SynthesisRequest,
  configuration: Configuration,
  parts: PipelineParts,
): Promise<PipelineResult> {
  refuseUnbuilt(configuration);
  refuseMismatch(request, configuration, parts);
  const started = performance.now();
  const examples = await retrieveExamples(request, {
    retrieval: configuration.retrieval,
    count: configuration.examples,
    memory: parts.memory,
    prompter: parts.prompter,
  });
  const retrievalSeconds = secondsSince(started);
  const attempts: Attempt[] = [];
  for (let number = 1; number <= configuration.attempts; number += 1) {
    parts.signal?.throwIfAborted();
    const { messages, reply, extraction } = await synthesiseCandidate(
      {
        prompt: request.prompt,
        framework: request.framework,
        examples,
        failures: toldFailures(configuration, attempts),
      },
      {
        model: parts.model,
        prompter: parts.prompter,
        attempt: number,
        trial: parts.trial,
        seed: attemptSeed(parts.seed, number),
        task: { caseId: request.caseId, prompt: request.prompt, framework: request.framework },
        ...(parts.signal ? { signal: parts.signal } : {}),
      },
    );
    parts.signal?.throwIfAborted();
    const symbolic = extraction.program
      ? await verify(request, extraction.program, configuration, parts, number)
      : nothingVerified;
    parts.signal?.throwIfAborted();
    const gateStarted = performance.now();
    const proved = symbolic.check?.passed ?? true;
    const checked = extraction.program && proved ? await checkInGate(parts.gate, extraction.program) : null;
    attempts.push({
      number,
      messages,
      reply,
      candidate: extraction.program,
      ...describeExtraction(extraction),
      retrieved: examples.map(({ id }) => id),
      ...(symbolic.check ? { symbolic: symbolic.check } : {}),
      gate: checked?.result ?? null,
      ...(checked && checked.retries.length > 0 ? { gateRetries: checked.retries } : {}),
      seconds: {
        retrieval: number === 1 ? retrievalSeconds : 0,
        model: reply.seconds,
        ...symbolic.seconds,
        gate: checked ? secondsSince(gateStarted) : 0,
      },
    });
    if (extraction.program && checked?.result.status === 'accepted') {
      if (configuration.learning === 'on') await learn(request, extraction.program.text, parts);
      return { verified: extraction.program, attempts, seconds: secondsSince(started) };
    }
  }
  return { verified: null, attempts, seconds: secondsSince(started) };
}

const nothingVerified: TimedCheck = { check: null, seconds: { comprehension: 0, solver: 0 } };

async function verify(
  { caseId, prompt }: SynthesisRequest,
  candidate: Program,
  { comprehension, verifier, attempts }: Configuration,
  { symbolic, trial, seed, signal }: PipelineParts,
  attempt: number,
): Promise<TimedCheck> {
  if (verifier !== undefined) return unverified(verifier, attempt === attempts);
  if (comprehension === 'off' || !symbolic) return nothingVerified;
  const question = { prompt, candidate, caseId, attempt, trial, seed: attemptSeed(seed, attempt) };
  return checkSymbolically({ ...question, ...(signal ? { signal } : {}) }, symbolic);
}

/** What stands in for a verifier asks no model and looks at nothing. */
function unverified(substitute: NonNullable<Configuration['verifier']>, isLast: boolean): TimedCheck {
  const passed = substitute === 'passes-all' || isLast;
  return {
    check: { turns: [], annotated: null, answer: null, passed, substitute },
    seconds: { comprehension: 0, solver: 0 },
  };
}

/**
 * What the next question says of earlier attempts. With `feedback: gate` a refutation is a failed attempt whose reason
 * stays unsaid.
 */
function toldFailures({ feedback, diagnostics }: Configuration, attempts: readonly Attempt[]): FailedAttempt[] {
  if (feedback === 'none') return [];
  const told = feedback === 'gate' ? attempts.filter(({ symbolic }) => symbolic?.passed !== false) : attempts;
  return told.map((attempt) => failedAttempt(attempt, diagnostics));
}

function refuseMismatch(
  request: SynthesisRequest,
  configuration: Configuration,
  { memory, symbolic }: PipelineParts,
): void {
  if (request.framework !== configuration.framework) {
    throw new KenError(
      'config',
      `Configuration "${configuration.name}" is for ${configuration.framework}, the request for ${request.framework}`,
    );
  }
  if (configuration.comprehension !== 'off' && configuration.verifier === undefined && !symbolic) {
    throw new KenError('config', `Configuration "${configuration.name}" verifies, and there is no symbolic verifier`);
  }
  if (configuration.learning === 'on' && !memory) {
    throw new KenError('config', `Configuration "${configuration.name}" learns, and there is no memory to learn into`);
  }
}

function describeExtraction(extraction: Extraction): Pick<Attempt, 'extractionProblem' | 'mended'> {
  if (!extraction.program) return { extractionProblem: `${extraction.problem}: ${extraction.detail}` };
  return extraction.mended.length > 0 ? { mended: extraction.mended } : {};
}

async function learn(request: SynthesisRequest, program: string, { memory, model }: PipelineParts): Promise<void> {
  await memory?.learn({
    id: `learned/${request.framework}/${request.caseId}`,
    prompt: request.prompt,
    program,
    framework: request.framework,
    source: `accepted by the gate, written by model ${model.name}`,
  });
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
