import { visibleLine } from '../report/escape/visible.ts';
import { findRun, listRuns } from '../record/find-runs.ts';
import { outcomes } from '../record/record.ts';
import { runStatus } from './run-summary.ts';
import type { RunStatus } from './run-summary.ts';

/** `ken status [RUN]`: counts from the records, also while the run is being written. Without a run: all of them. */
export async function showStatus(
  name: string | undefined,
  request: { results: string; json?: boolean },
): Promise<void> {
  const paths =
    name === undefined
      ? (await listRuns(request.results)).map((run) => run.path)
      : [await findRun(name, request.results)];
  for (const path of paths) {
    const status = await runStatus(path);
    console.log(request.json ? JSON.stringify(status) : statusText(status));
  }
  if (paths.length === 0) console.error(`no runs in ${request.results}`);
}

function statusText(status: RunStatus): string {
  const counts = outcomes.filter((outcome) => status.outcomes[outcome] > 0);
  const causes = Object.entries(status.causes).map(([cause, count]) => `${count} ${cause}`);
  return [
    visibleLine(status.run),
    `  ${status.done} of ${status.planned} done, ${status.errors} errors, ${status.left} left${status.partial ? ' (partial)' : ''}`,
    `  ${counts.map((outcome) => `${outcome} ${status.outcomes[outcome]}`).join(', ') || 'no outcome yet'}${causes.length > 0 ? ` (errors: ${causes.join(', ')})` : ''}`,
  ].join('\n');
}
