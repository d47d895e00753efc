import type { Gate } from '../../ken/kernel/gate-result.ts';
import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import { repairLanguageDrift } from '../../ken/kernel/normalise/language-drift.ts';
import type { Experience } from '../../ken/memory/experience.ts';
import type { Memory } from '../../ken/memory/memory.ts';
import type { Model, ModelReply } from '../../ken/models/model.ts';
import type { SymbolicParts } from '../../ken/pipeline/check-symbolically.ts';
import type { PipelineResult } from '../../ken/pipeline/result.ts';
import { synthesise } from '../../ken/pipeline/synthesise.ts';
import type { Program } from '../../ken/program.ts';
import type { Prompter } from '../../ken/prompter/prompter.ts';
import type { ProbeIndex } from '../../ken/synthesis/search-probes.ts';
import type { Verdict } from '../../ken/verifier/verification.ts';
import { KenError, quote } from '../../ken/errors.ts';
import type { CaseDefinition } from '../cases/case.ts';
import { probeHints } from '../cases/probe-hints.ts';
import type { FurtherMethods } from '../judge/further-methods.ts';
import { judgeProgram } from '../judge/judge-program.ts';
import type { JudgeResult } from '../judge/judge-result.ts';
import type { Cell } from '../plan/plan.ts';
import { sha256 } from '../record/cell-key.ts';
import { outcomeOf } from '../record/outcome.ts';
import { noSeconds, stages, type Stage } from '../record/record.ts';
import type { CellOutcome, CellRunner } from './cell-runner.ts';
import { resourcesOf } from './cell-resources.ts';

export interface SynthesisParts {
  pool: GuestPool;
  gate: Gate;
  models: ReadonlyMap<string, Model>;
  memory: Memory;
  /** What a cell of a configuration that learns knows already. */
  experience?: (cell: Cell) => Promise<Experience>;
  prompter: Prompter;
  /** Null when no configuration searches probes. */
  probes?: ProbeIndex | null;
  /** The symbolic half of the loop for one model and one way to annotate; null when no configuration asks for it. */
  symbolic: ((model: Model, comprehension: 'llm' | 'direct') => SymbolicParts) | null;
  closeSymbolic?: () => Promise<void>;
  /** What the judge asks where the guest does not decide. */
  further: FurtherMethods;
  cases: ReadonlyMap<string, CaseDefinition>;
}

/** Runs a cell for real: KEN's loop until a program is verified, then the judge in a fresh guest. */
export function synthesisRunner(parts: SynthesisParts): CellRunner {
  return {
    concurrency: parts.pool.size,
    run: (cell, { seed, signal }) => unlessAborted(runCell(cell, seed, signal, parts), signal),
    close: async () => {
      await parts.closeSymbolic?.();
      await parts.gate.close();
      await parts.pool.close();
      await Promise.all([...parts.models.values()].map((model) => model.close()));
    },
  };
}

async function runCell(cell: Cell, seed: number, signal: AbortSignal, parts: SynthesisParts): Promise<CellOutcome> {
  const { configuration, trial } = cell;
  const { memory, gate, prompter, probes = null, pool } = parts;
  const model = named(parts.models, cell.model.name, 'model');
  const definition = named(parts.cases, cell.case.id, 'case');
  const { framework } = configuration;
  const hints = configuration.hints === 'human' ? { hints: probeHints(definition, framework) } : {};
  const request = { caseId: cell.case.id, prompt: cell.case.prompt, framework, ...hints };
  const { comprehension } = configuration;
  const symbolic = comprehension === 'off' ? null : (parts.symbolic?.(model, comprehension) ?? null);
  const experience = configuration.learning === 'on' ? ((await parts.experience?.(cell)) ?? null) : null;
  const result = await synthesise(request, configuration, {
    ...{ model, memory, experience, gate, prompter, probes, symbolic, seed, trial, signal },
  });
  const toJudge = result.verified ?? driftedCandidate(result);
  const judge = toJudge ? await judgeProgram(definition, toJudge, pool, parts.further) : null;
  return cellOutcome(result, judge, pool);
}

/** A last candidate that only the newer language of our bpftrace refuses: judged for the record, still not verified. */
function driftedCandidate(result: PipelineResult): Program | null {
  const last = result.attempts.at(-1);
  if (last?.candidate?.framework !== 'bpftrace' || last.gate?.status !== 'compile-failed') return null;
  return repairLanguageDrift(last.candidate.text, last.gate.log) ? last.candidate : null;
}

function cellOutcome(result: PipelineResult, judge: JudgeResult | null, pool: GuestPool): CellOutcome {
  const { attempts, verified } = result;
  const last = attempts.findLast((attempt) => attempt.gate)?.gate ?? null;
  const gate = last ? { status: last.status, stage: last.stage } : null;
  const program = verified ?? attempts.findLast((attempt) => attempt.candidate)?.candidate ?? null;
  const { kernel, bpftrace, image } = pool.identity;
  const clang = last?.toolchain.clang;
  const resources = resourcesOf(repliesOf(result));
  return {
    result: {
      outcome: verified ? outcomeOf({ status: 'accepted' }, judge?.judgement ?? null) : 'FN',
      gate,
      judgement: judge && { judgement: judge.judgement, method: judge.method, repairs: judge.repairs },
      attempts: attempts.length,
      verdict: verdictOf(result),
      seconds: secondsByStage(result, judge),
      tokens: tokensOf(result),
      ...(resources && { resources }),
      recorded: repliesOf(result).some((reply) => reply.recorded),
      programHash: program ? sha256(program.text) : null,
      toolchain: { kernel, bpftrace, image, ...(clang !== undefined && { clang }) },
    },
    transcript: { attempts, verified, judge, ...(result.lessons && { lessons: result.lessons }) },
    // A verified program of a case always has an answer, unless guest or workload failed twice.
    ...(verified && judge?.judgement === 'unjudged' && { failure: { cause: 'guest', message: reasonOf(judge) } }),
  };
}

function reasonOf(judge: JudgeResult): string {
  const texts = judge.evidence.filter((finding) => !finding.holds).map(({ claim, evidence }) => evidence ?? claim);
  return `the judge could not decide: ${texts.join('; ') || 'no reason given'}`;
}

function secondsByStage({ attempts }: PipelineResult, judge: JudgeResult | null): Record<Stage, number> {
  const seconds = { ...noSeconds, judge: judge?.seconds ?? 0 };
  for (const attempt of attempts)
    for (const stage of stages) if (stage !== 'judge') seconds[stage] += attempt.seconds[stage];
  return seconds;
}

/** What the symbolic verifier said last; null when it was never asked, or something stood in its place. */
function verdictOf({ attempts }: PipelineResult): Verdict | null {
  const symbolic = attempts.findLast((attempt) => attempt.symbolic)?.symbolic;
  if (!symbolic || symbolic.substitute) return null;
  return symbolic.answer?.status === 'verified' ? symbolic.answer.verification.verdict : 'unsupported';
}

/** Every answer of the model: programs and annotations. */
function repliesOf({ attempts }: PipelineResult): ModelReply[] {
  return attempts.flatMap(({ reply, symbolic }) => [reply, ...(symbolic?.turns.map((turn) => turn.reply) ?? [])]);
}

/** Null when the provider kept silent about one of the calls: a sum of the others would be a guess. */
function tokensOf(result: PipelineResult): CellOutcome['result']['tokens'] {
  const usages = repliesOf(result).map((reply) => reply.usage);
  if (usages.length === 0 || usages.includes(null)) return null;
  return {
    input: usages.reduce((sum, usage) => sum + (usage?.inputTokens ?? 0), 0),
    output: usages.reduce((sum, usage) => sum + (usage?.outputTokens ?? 0), 0),
  };
}

function named<Value>(known: ReadonlyMap<string, Value>, name: string, what: string): Value {
  const value = known.get(name);
  if (value === undefined) throw new KenError('internal', `the ${what} ${quote(name)} was planned and is not open`);
  return value;
}

/** Guests cannot be told to stop in the middle; an aborted cell is left behind and its pool is closed soon after. */
function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new KenError('internal', 'aborted'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
