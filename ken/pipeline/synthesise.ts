import { KenError } from '../errors.ts';
import type { Gate } from '../kernel/gate-result.ts';
import type { Experience } from '../memory/experience.ts';
import type { Memory } from '../memory/memory.ts';
import type { Model } from '../models/model.ts';
import type { Framework, Program } from '../program.ts';
import { lessonCount, type FailedLesson } from '../prompter/learned-section.ts';
import { failedOutcomes, type FailedAttempt, type PromptInput, type Prompter } from '../prompter/prompter.ts';
import type { Extraction } from '../synthesis/extract/extraction.ts';
import { retrieveExamples } from '../synthesis/retrieve-examples.ts';
import type { ProbeIndex } from '../synthesis/search-probes.ts';
import { synthesiseCandidate } from '../synthesis/synthesise-candidate.ts';
import { attemptSeed } from './attempt-seed.ts';
import { checkInGate } from './check-in-gate.ts';
import { checkSymbolically, type SymbolicParts, type TimedCheck } from './check-symbolically.ts';
import type { Configuration } from './configuration.ts';
import { failedAttempt } from './failed-attempt.ts';
import { lessonsOf } from './lessons-of.ts';
import type { Attempt, PipelineResult } from './result.ts';

export interface SynthesisRequest {
  caseId: string;
  /** The request in English. */
  prompt: string;
  framework: Framework;
  /** Where to attach, as a person would say it; shown to a configuration with `hints: human` only. */
  hints?: readonly string[];
}

/** Attach points that a search of the target kernel shows with `probeSearch: true`; the paper's authors showed ten. */
const foundProbes = 10;

export interface PipelineParts {
  model: Model;
  /** Null is enough for configurations that do not retrieve. */
  memory: Memory | null;
  /** What was learned before; null is enough for configurations that do not learn. */
  experience?: Experience | null;
  /** Null is enough for configurations without `probeSearch`. */
  probes?: ProbeIndex | null;
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
 * says nothing of the model. With `learning: on` it knows what earlier requests taught, and learns at its end.
 */
export async function synthesise(
  request: SynthesisRequest,
  configuration: Configuration,
  parts: PipelineParts,
): Promise<PipelineResult> {
  refuseMismatch(request, configuration, parts);
  const experience = configuration.learning === 'on' ? (parts.experience ?? null) : null;
  const started = performance.now();
  const examples = await retrieveExamples(request, {
    retrieval: configuration.retrieval,
    count: configuration.examples,
    memory: experience?.memory ?? parts.memory,
    prompter: parts.prompter,
  });
  const lessons = await failuresBefore(request, experience);
  const places = placesToTell(request, configuration, parts);
  const retrievalSeconds = secondsSince(started);
  const attempts: Attempt[] = [];
  const finished = async (result: PipelineResult): Promise<PipelineResult> => {
    if (!experience) return result;
    const { diagnostics } = configuration;
    const learned = lessonsOf(request, result, { modelName: parts.model.name, diagnostics });
    await experience.learn(learned);
    return { ...result, lessons: learned };
  };
  for (let number = 1; number <= configuration.attempts; number += 1) {
    parts.signal?.throwIfAborted();
    const { messages, reply, extraction } = await synthesiseCandidate(
      {
        prompt: request.prompt,
        framework: request.framework,
        examples,
        ...places,
        failures: toldFailures(configuration, attempts),
        lessons,
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
      ...(lessons.length > 0 ? { reminded: lessons.map(({ id }) => id) } : {}),
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
      return finished({ verified: extraction.program, attempts, seconds: secondsSince(started) });
    }
  }
  return finished({ verified: null, attempts, seconds: secondsSince(started) });
}

function placesToTell(
  { prompt, framework, hints }: SynthesisRequest,
  { hints: asked, probeSearch }: Configuration,
  { probes }: PipelineParts,
): Pick<PromptInput, 'hints' | 'found'> {
  return {
    ...(asked === 'human' && hints ? { hints } : {}),
    ...(probeSearch && probes ? { found: probes.search(prompt, framework, foundProbes) } : {}),
  };
}

const nothingVerified: TimedCheck = { check: null, seconds: { comprehension: 0, solver: 0 } };

async function verify(
  { caseId, prompt }: SynthesisRequest,
  candidate: Program,
  { comprehension, verifier, attempts, learning }: Configuration,
  { symbolic, trial, seed, signal, experience }: PipelineParts,
  attempt: number,
): Promise<TimedCheck> {
  if (verifier !== undefined) return unverified(verifier, attempt === attempts);
  if (comprehension === 'off' || !symbolic) return nothingVerified;
  const question = { prompt, candidate, caseId, attempt, trial, seed: attemptSeed(seed, attempt) };
  const learned = learning === 'on' && experience ? { experience } : {};
  return checkSymbolically({ ...question, ...learned, ...(signal ? { signal } : {}) }, symbolic);
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
  { experience, probes, symbolic }: PipelineParts,
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
  if (configuration.hints === 'human' && (request.hints ?? []).length === 0) {
    throw new KenError('config', `Configuration "${configuration.name}" shows hints, and the request has none`);
  }
  if (configuration.probeSearch && !probes) {
    throw new KenError(
      'config',
      `Configuration "${configuration.name}" searches probes, and there is no index of them`,
    );
  }
  if (configuration.learning === 'on' && !experience) {
    throw new KenError('config', `Configuration "${configuration.name}" learns, and there is nothing to learn into`);
  }
}

function describeExtraction(extraction: Extraction): Pick<Attempt, 'extractionProblem' | 'mended'> {
  if (!extraction.program) return { extractionProblem: `${extraction.problem}: ${extraction.detail}` };
  return extraction.mended.length > 0 ? { mended: extraction.mended } : {};
}

/** What failed at similar requests. */
async function failuresBefore(
  { prompt, framework }: SynthesisRequest,
  experience: Experience | null,
): Promise<(FailedLesson & { id: string })[]> {
  const found = await experience?.recall('failed-program', prompt, { framework, count: lessonCount });
  return (found ?? []).flatMap(({ outcome: name, ...lesson }) => {
    const outcome = failedOutcomes.find((known) => known === name);
    return outcome ? [{ ...lesson, outcome }] : [];
  });
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
