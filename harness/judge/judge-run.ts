import { readCases } from '../cases/catalogue.ts';
import type { CaseDefinition } from '../cases/case.ts';
import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import type { Program } from '../../ken/program.ts';
import type { VerifierTools } from '../../ken/verifier/open-verifier.ts';
import type { FurtherMethods } from './further-methods.ts';
import type { StoredLabels } from './stored-labels.ts';
import { KenError } from '../../ken/errors.ts';
import { outcomeOf } from '../record/outcome.ts';
import { takeLock } from '../record/lock.ts';
import { readManifest } from '../record/manifest.ts';
import { readRecords } from '../record/read-records.ts';
import type { CellRecord } from '../record/record.ts';
import { openScores, readScores, scoreVersions, type Score } from '../record/scores.ts';
import { readTranscript } from '../record/transcript.ts';
import { caseHash } from '../plan/case-hash.ts';
import { sha256 } from '../record/cell-key.ts';
import { judgeProgram } from './judge-program.ts';
import { judgeVersion, type JudgeResult } from './judge-result.ts';

export interface JudgeRunOptions {
  /** Hash of the guest image: part of the judge's version. */
  image: string;
  /** Called once, and only when there is something to judge. Closing is the caller's. */
  openPool: () => Promise<GuestPool>;
  /** Compares with the references too; opened after the pool. Closing is the caller's. */
  openVerifier?: (pool: GuestPool) => VerifierTools;
  /** Labels of readers, asked when nothing else decides. */
  labels?: StoredLabels;
  /** The cases that there are; by default those of the project. */
  catalogue?: readonly CaseDefinition[];
  /** Only these cases; all by default. */
  cases?: readonly string[];
  /** Aborted: no further program is started. What was judged is kept. */
  signal?: AbortSignal;
  onScore?: (score: Score, record: CellRecord, progress: { done: number; total: number }) => void;
  /** Judgements of earlier runs of this process, so that one text is judged once per case. */
  known?: Map<string, JudgeResult>;
}

export interface JudgeRunSummary {
  run: string;
  /** Programs of the chosen cases: with a score before, scored now, left (interrupted), without a case. */
  before: number;
  judged: number;
  failed: { key: string; message: string }[];
  left: number;
  withoutCase: number;
  scores: Record<Score['outcome'], number>;
}

/**
 * Judges every program of a run again and appends the scores to `scores-<judge version>-<image>.jsonl`; `records.jsonl`
 * stays as it is. Programs with a score of this judge and image are left alone, so an interrupted call goes on. Programs
 * of a request without a case get no score and stay unjudged.
 */
export async function judgeRun(path: string, options: JudgeRunOptions): Promise<JudgeRunSummary> {
  const manifest = await readManifest(path);
  const cases = options.catalogue ?? (await readCases());
  const version = `${judgeVersion}-${options.image.slice(0, 8)}`;
  const lock = await takeLock(path);
  try {
    const scores = { A: 0, FP: 0, FN: 0, unjudged: 0, error: 0 };
    const summary: JudgeRunSummary = {
      run: manifest.run,
      before: 0,
      judged: 0,
      failed: [],
      left: 0,
      withoutCase: 0,
      scores,
    };
    const scored = await scoresOf(path, version);
    const todo: { record: CellRecord; definition: CaseDefinition }[] = [];
    for await (const record of readRecords(path)) {
      const definition = caseOf(record, manifest.cases, cases);
      if (options.cases && !options.cases.includes(definition?.id ?? record.case)) continue;
      const score = scored.get(record.key);
      if (score) {
        summary.before += 1;
        scores[score.outcome] += 1;
      } else if (definition) todo.push({ record, definition });
      else summary.withoutCase += 1;
    }
    if (todo.length > 0) await judgeAll(path, version, todo, options, summary, await options.openPool());
    return summary;
  } finally {
    await lock.release();
  }
}

type Todo = { record: CellRecord; definition: CaseDefinition }[];

async function judgeAll(
  path: string,
  version: string,
  todo: Todo,
  options: JudgeRunOptions,
  summary: JudgeRunSummary,
  pool: GuestPool,
): Promise<void> {
  const tools = options.openVerifier?.(pool);
  const further = { identity: true, ...(tools && { tools }), ...(options.labels && { labels: options.labels }) };
  const log = await openScores(path, version);
  const known = options.known ?? new Map<string, JudgeResult>();
  // Two workers must not judge the same text at the same time: the second waits for the first one's answer.
  const pending = new Map<string, Promise<JudgeResult | null>>();
  let next = 0;
  summary.left = todo.length;
  const work = async (): Promise<void> => {
    while (!options.signal?.aborted) {
      const item = todo[next];
      next += 1;
      if (!item) return;
      try {
        const program = await programOf(path, item.record);
        const name = program ? await identityOf(item.definition, program) : '';
        const judging = pending.get(name) ?? judgeOnce(item.definition, program, name, { pool, further, known });
        if (program) pending.set(name, judging);
        const score = scoreOf(item.record, await judging, version, pool);
        await log.append(score);
        summary.judged += 1;
        summary.left -= 1;
        summary.scores[score.outcome] += 1;
        options.onScore?.(score, item.record, { done: summary.judged, total: todo.length });
      } catch (error) {
        if (error instanceof KenError && (error.code === 'storage' || error.code === 'config')) throw error;
        summary.left -= 1;
        summary.failed.push({ key: item.record.key, message: error instanceof Error ? error.message : String(error) });
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(1, pool.size) }, work));
  } finally {
    await log.close();
  }
}

async function judgeOnce(
  definition: CaseDefinition,
  program: Program | null,
  name: string,
  { pool, further, known }: { pool: GuestPool; further: FurtherMethods; known: Map<string, JudgeResult> },
): Promise<JudgeResult | null> {
  if (!program) return null;
  const result = known.get(name) ?? (await judgeProgram(definition, program, pool, further));
  known.set(name, result);
  return result;
}

/** The same text for the same version of a case has one answer. */
async function identityOf(definition: CaseDefinition, program: Program): Promise<string> {
  return sha256(`${definition.id}\0${await caseHash(definition.folder)}\0${program.framework}\0${program.text}`);
}

/** What the cell ended with: the verified program, or else its last candidate. */
async function programOf(path: string, record: CellRecord): Promise<Program | null> {
  if (!record.transcript) return null;
  const { verified, attempts } = await readTranscript(path, record.transcript);
  return verified ?? attempts.findLast((attempt) => attempt.candidate !== null)?.candidate ?? null;
}

/** By the number in the released test set first: a case that was written after an import is found too. */
function caseOf(
  record: CellRecord,
  entries: readonly { id: string; upstreamPrompt: number | null }[],
  cases: readonly CaseDefinition[],
): CaseDefinition | undefined {
  const number = entries.find(({ id }) => id === record.case)?.upstreamPrompt ?? null;
  return (
    cases.find(({ id }) => id === record.case) ??
    (number === null ? undefined : cases.find(({ upstreamPrompt }) => upstreamPrompt === number))
  );
}

function scoreOf(record: CellRecord, result: JudgeResult | null, version: string, pool: GuestPool): Score {
  const { kernel, bpftrace, image } = pool.identity;
  const clang = result?.gate.toolchain.clang;
  const gate = result && { status: result.gate.status, stage: result.gate.stage };
  return {
    v: 1,
    key: record.key,
    judgeVersion: version,
    outcome: outcomeOf(gate, result?.judgement ?? null),
    gate,
    judgement: result
      ? { judgement: result.judgement, method: result.method, repairs: result.repairs }
      : { judgement: 'unjudged', method: 'none', repairs: [] },
    evidence: result?.evidence ?? [],
    ...(result?.equivalence ? { equivalence: result.equivalence } : {}),
    log: result?.gate.log.slice(0, 16_384) ?? '',
    seconds: result?.seconds ?? 0,
    toolchain: { kernel, bpftrace, image, ...(clang !== undefined && { clang }) },
    at: new Date().toISOString(),
  };
}

async function scoresOf(path: string, version: string): Promise<Map<string, Score>> {
  const scores = new Map<string, Score>();
  if (!(await scoreVersions(path)).includes(version)) return scores;
  for await (const score of readScores(path, version)) scores.set(score.key, score);
  return scores;
}
