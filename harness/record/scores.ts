import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KenError, quote } from '../../ken/errors.ts';
import { openAppendLog } from './append-log.ts';
import type { AppendLog } from './append-log.ts';
import { readLines } from './read-lines.ts';
import { gateSummarySchema, outcomes, parseLine, toolchainSchema } from './record.ts';
import { evidenceSchema, secondOpinionSchema } from './transcript.ts';

/** A later judgement of a stored program, by another version of the judge. `records.jsonl` is never rewritten. */
export const scoreSchema = z.object({
  v: z.literal(1),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  judgeVersion: z.string(),
  outcome: z.enum(outcomes),
  gate: gateSummarySchema.nullable(),
  judgement: z.object({
    judgement: z.enum(['correct', 'incorrect', 'unjudged']),
    method: z.string(),
    repairs: z.array(z.string()),
  }),
  evidence: z.array(evidenceSchema),
  equivalence: secondOpinionSchema.optional(),
  /** The gate's log, cut by the writer. */
  log: z.string(),
  seconds: z.number(),
  toolchain: toolchainSchema.nullable(),
  /** ISO time; the file with the newest first line is the one that a report uses. */
  at: z.string(),
});

export type Score = z.infer<typeof scoreSchema>;

/** Opens `scores-<judge version>.jsonl` for appending; torn tails are cut. The caller holds the run's lock. */
export async function openScores(runFolder: string, judgeVersion: string): Promise<ScoreLog> {
  const { log } = await openAppendLog(join(runFolder, scoresFile(judgeVersion)));
  return new ScoreLog(log);
}

export class ScoreLog {
  readonly #log: AppendLog;

  constructor(log: AppendLog) {
    this.#log = log;
  }

  /** Resolves when the score is on the disk. */
  async append(score: Score): Promise<void> {
    await this.#log.append(JSON.stringify(scoreSchema.parse(score)));
  }

  close(): Promise<void> {
    return this.#log.close();
  }
}

/** Judge versions that have scored this run, the newest first. */
export async function scoreVersions(runFolder: string): Promise<string[]> {
  const found: { version: string; at: string }[] = [];
  for (const name of await readdir(runFolder)) {
    if (!/^scores-.+\.jsonl$/.test(name)) continue;
    const path = join(runFolder, name);
    for await (const { text } of readLines(path)) {
      const first = parseLine(scoreSchema, text, path);
      found.push({ version: first.judgeVersion, at: first.at });
      break;
    }
  }
  return found
    .sort((a, b) => (a.at === b.at ? (a.version < b.version ? 1 : -1) : a.at < b.at ? 1 : -1))
    .map(({ version }) => version);
}

/** Streams the scores of one judge version, in file order; a later one of the same key supersedes the earlier. */
export async function* readScores(runFolder: string, judgeVersion: string): AsyncGenerator<Score> {
  const path = join(runFolder, scoresFile(judgeVersion));
  for await (const { text } of readLines(path)) yield parseLine(scoreSchema, text, path);
}

function scoresFile(judgeVersion: string): string {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(judgeVersion)) {
    throw new KenError('internal', `a judge version cannot be part of a file name: ${quote(judgeVersion)}`);
  }
  return `scores-${judgeVersion}.jsonl`;
}
