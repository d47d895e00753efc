import { join } from 'node:path';
import { noSeconds, outcomes, stages } from '../record/record.ts';
import type { ErrorCause, Outcome, Stage } from '../record/record.ts';
import { readManifest } from '../record/manifest.ts';
import { readRecords } from '../record/read-records.ts';
import { writeAtomically } from '../record/write-atomically.ts';

/** Counts of a run, computed from its records each time: no counter that a restart could reset. */
export interface RunStatus {
  run: string;
  experiment: string;
  planned: number;
  done: number;
  errors: number;
  left: number;
  outcomes: Record<Outcome, number>;
  causes: Partial<Record<ErrorCause, number>>;
  /** Seconds of all recorded cells together, by stage. */
  seconds: Record<Stage, number>;
  partial: boolean;
}

/** Reads a run that may still be written. */
export async function runStatus(runFolder: string): Promise<RunStatus> {
  const manifest = await readManifest(runFolder);
  const status: RunStatus = {
    run: manifest.run,
    experiment: manifest.experiment,
    planned: manifest.plannedCells,
    done: 0,
    errors: 0,
    left: 0,
    outcomes: Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>,
    causes: {},
    seconds: { ...noSeconds },
    partial: manifest.partial,
  };
  for await (const record of readRecords(runFolder)) {
    status[record.status === 'done' ? 'done' : 'errors'] += 1;
    status.outcomes[record.outcome] += 1;
    if (record.error) status.causes[record.error.cause] = (status.causes[record.error.cause] ?? 0) + 1;
    for (const stage of stages) status.seconds[stage] += record.seconds[stage];
  }
  status.left = Math.max(0, status.planned - status.done - status.errors);
  return status;
}

/** Writes `summary.json`: derived, for other tools; may be deleted at any time. */
export async function writeSummary(runFolder: string): Promise<void> {
  await writeAtomically(join(runFolder, 'summary.json'), `${JSON.stringify(await runStatus(runFolder), null, 2)}\n`);
}
