import { readFileSync } from 'node:fs';
import path from 'node:path';
import { KenError } from '../../../ken/errors.ts';
import type { GuestPool } from '../../../ken/kernel/guest/job.ts';
import { compareWithClauses, type ClauseOutcome } from './compare.ts';
import type { Watched } from './observation-plan.ts';
import { readHistograms } from './read-histograms.ts';
import { armCommands, readCommands } from './tracing-script.ts';

export interface FalsifyReport {
  /** Probes that were asked for, armed, and hit. */
  probes: number;
  armed: number;
  exercised: number;
  /** Functions that ran. */
  functions: number;
  observations: number;
  outcomes: ClauseOutcome[];
  faults: string[];
}

/** Milliseconds of the guest's clock. */
const deadlines = { setup: 600_000, ready: 60_000, workload: 600_000, total: 1_800_000 };

/** Runs the workload in fresh guests, each with one batch of probes, and holds the clauses against what was seen. */
export async function falsify(
  watched: readonly Watched[],
  pool: GuestPool,
  options: { batch: number; progress?: (text: string) => void },
): Promise<FalsifyReport> {
  const report: FalsifyReport = {
    probes: watched.length,
    armed: 0,
    exercised: 0,
    functions: 0,
    observations: 0,
    outcomes: [],
    faults: [],
  };
  const workload = readFileSync(path.join(import.meta.dirname, 'workload.sh'), 'utf8');
  const functions = new Set<string>();
  for (let start = 0; start < watched.length; start += options.batch) {
    const batch = watched.slice(start, start + options.batch);
    options.progress?.(`probes ${start + 1} to ${start + batch.length} of ${watched.length}`);
    const outcome = await pool.run({
      files: {
        '/job/arm.sh': armCommands(batch),
        '/job/workload.sh': workload,
        '/job/read.sh': readCommands(batch.length),
      },
      setup: 'sh /job/arm.sh',
      workload: 'sh /job/workload.sh; sh /job/read.sh',
      deadlines,
      outputLimit: 4 << 20,
    });
    const output = outcome.reply?.workload?.stdout;
    if (outcome.fault || output === undefined) {
      report.faults.push(
        `probes ${start + 1} to ${start + batch.length}: ${outcome.faultDetail ?? outcome.reply?.end ?? 'no answer'}`,
      );
      continue;
    }
    const histograms = readHistograms(typeof output === 'string' ? output : String(output));
    report.armed += histograms.size;
    for (const [index, { hits, dropped }] of histograms) {
      if (hits === 0) continue;
      report.exercised++;
      report.observations += hits;
      const name = batch[index]?.function;
      if (name !== undefined) functions.add(name);
      if (dropped > 0) report.faults.push(`${name ?? ''}: ${dropped} values were not counted`);
    }
    report.outcomes.push(...compareWithClauses(batch, histograms));
  }
  report.functions = functions.size;
  if (report.armed === 0 && watched.length > 0) {
    throw new KenError('guest', 'no probe could be armed', {
      hint: report.faults[0] ?? 'The guest answered without a histogram.',
    });
  }
  return report;
}
