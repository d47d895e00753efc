import { openGuestPool } from '../../ken/kernel/guest/pool.ts';
import type { Framework } from '../../ken/program.ts';
import { readCases, readCasesById } from './catalogue.ts';
import { checkCases } from './check-case.ts';
import { formatCheck, summariseCheck, totals } from './check-summary.ts';

/** The whole of `ken cases check`: opens guests, runs, and returns what to print. Progress goes to standard error. */
export async function runCheck(
  ids: readonly string[],
  options: { repeats: number; mutants: number | 'all'; framework?: Framework; json: boolean },
): Promise<{ output: string; ok: boolean }> {
  const cases = ids.length > 0 ? await readCasesById(ids) : await readCases();
  const progress = (message: string): void => console.error(message);
  const started = performance.now();
  const pool = await openGuestPool({ progress });
  try {
    const checked = await checkCases(cases, pool, {
      ...options,
      progress: (done, total, { case: id, file, results }) =>
        progress(`${done}/${total} ${id} ${file}: ${results.at(-1)?.judgement ?? ''}`),
    });
    const summaries = summariseCheck(checked);
    const seconds = (performance.now() - started) / 1000;
    const ok = summaries.every(({ problems }) => problems.length === 0);
    const output = options.json
      ? JSON.stringify({ cases: summaries, totals: totals(summaries), ok, seconds }, null, 2)
      : formatCheck(summaries, seconds);
    return { output, ok };
  } finally {
    await pool.close();
  }
}
