import { KenError, quote } from '../../ken/errors.ts';
import { buildImage } from '../../ken/kernel/image/build.ts';
import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import { openGuestPool } from '../../ken/kernel/guest/pool.ts';
import { openVerifier } from '../../ken/verifier/open-verifier.ts';
import type { Verifier } from '../../ken/verifier/verifier.ts';
import { readCasesById } from '../cases/catalogue.ts';
import { readStoredLabels } from '../judge/stored-labels.ts';
import { judgeRun, type JudgeRunSummary } from '../judge/judge-run.ts';
import { builtImage, projectFolder } from '../plan/open-catalogue.ts';
import { findRun } from '../record/find-runs.ts';
import { listenForInterruption } from '../run/interruption.ts';
import { join } from 'node:path';

export interface JudgeRunRequest {
  /** Ids joined by commas. */
  cases?: string;
  /** Folder of the runs; default: results/ of this checkout, or KEN_RESULTS. */
  output?: string;
  equivalence?: true;
  storedLabels?: boolean;
  json?: true;
}

/** `ken judge RUN`. Exit status 0 when every program of a case has its score, 3 when some failed, 130 interrupted. */
export async function judgeRunAction(name: string, request: JudgeRunRequest): Promise<void> {
  const results = request.output ?? process.env['KEN_RESULTS'] ?? join(projectFolder, 'results');
  const path = await findRun(name, results);
  const cases = request.cases?.split(',').map((id) => id.trim());
  if (cases) await readCasesById(cases);
  const interruption = listenForInterruption((count) => {
    if (count === 1) say('no further program is started; those that run are finished first');
  });
  const image = (await builtImage()) ?? (await buildImage({ progress: say }));
  const pools: GuestPool[] = [];
  const verifiers: Verifier[] = [];
  try {
    const summary = await judgeRun(path, {
      image: image.hash,
      openPool: async () => {
        const pool = await openGuestPool({ progress: say });
        pools.push(pool);
        return pool;
      },
      ...(request.equivalence && {
        openVerifier: (pool: GuestPool) => {
          const verifier = openVerifier(pool);
          verifiers.push(verifier);
          return verifier;
        },
      }),
      ...(cases && { cases }),
      ...(request.storedLabels !== false && { labels: await readStoredLabels() }),
      signal: interruption.drain,
      onScore: ({ outcome, judgement, seconds }, { case: id }, { done, total }) =>
        say(
          `[${done}/${total}] ${outcome} · ${id} · ${judgement.judgement} by ${judgement.method} · ${seconds.toFixed(1)} s`,
        ),
    });
    console.log(request.json ? JSON.stringify(summary) : describe(summary));
    if (summary.failed.length > 0) process.exitCode = 3;
    if (interruption.signal) process.exitCode = interruption.signal === 'SIGINT' ? 130 : 143;
    if (summary.before + summary.judged + summary.failed.length + summary.left === 0) {
      throw new KenError('usage', `the run ${quote(name)} has no program of these cases`);
    }
  } finally {
    interruption.dispose();
    await Promise.all(verifiers.map((verifier) => verifier.close()));
    await Promise.all(pools.map((pool) => pool.close()));
  }
}

function describe(summary: JudgeRunSummary): string {
  const { A, FP, FN, unjudged } = summary.scores;
  return [
    `${summary.run}: ${summary.judged} judged now, ${summary.before} before, ${summary.withoutCase} without a case`,
    `A ${A}, FP ${FP}, FN ${FN}, unjudged ${unjudged}`,
    ...(summary.left > 0 ? [`${summary.left} left; run the same command again`] : []),
    ...summary.failed.map(({ key, message }) => `  ${key.slice(0, 8)}: ${message}`),
  ].join('\n');
}

const say = (message: string): void => console.error(message);
