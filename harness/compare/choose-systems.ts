import { KenError, quote } from '../../ken/errors.ts';
import { didYouMean } from '../cases/closest-name.ts';
import { findRun } from '../record/find-runs.ts';
import { collectRuns } from '../report/collect.ts';
import type { ReportRun, System } from '../report/report-data.ts';

/** A side of a comparison: a run, or some of its systems. */
export interface Side {
  run: ReportRun;
  systems: System[];
  /** Whether the user named the systems. */
  chosen: boolean;
}

/** Reads `RUN`, `RUN:CONFIGURATION` or `RUN:CONFIGURATION@MODEL`. */
export async function openSide(text: string, resultsFolder: string): Promise<Side> {
  const { path, selector } = await locate(text, resultsFolder);
  const { runs, groups } = await collectRuns([path]);
  const run = runs[0];
  if (!run) throw new KenError('internal', `the run ${path} was not read`);
  const systems = groups.flatMap((group) => group.systems);
  if (selector === null) return { run, systems, chosen: false };
  const wanted = systems.filter((system) => selector === system.configuration || selector === fullName(system));
  if (wanted.length > 0) return { run, systems: wanted, chosen: true };
  const known = [...new Set(systems.flatMap((system) => [system.configuration, fullName(system)]))];
  throw new KenError(
    'usage',
    `run ${run.manifest.run} has no system ${quote(selector)}${didYouMean(selector, known)}`,
    {
      hint: `it has ${systems.map(fullName).join(', ')}`,
    },
  );
}

/**
 * Which system is compared with which: those of the same configuration, framework and model; the model may differ when
 * each side has one only. Two sides that name one system each are compared whatever they are called.
 */
export function pairSystems(first: Side, second: Side): [System, System][] {
  const [left, right] = [first.systems, second.systems];
  if (first.chosen && second.chosen && left.length === 1 && right.length === 1) return zip(left, right);
  if (first.run.path === second.run.path) {
    throw new KenError('usage', 'a run compared with itself shows nothing', {
      hint: `name two of its systems, such as ${left
        .slice(0, 2)
        .map((system) => `${first.run.manifest.run}:${system.configuration}`)
        .join(' ')}`,
    });
  }
  const oneModel =
    new Set(left.map(({ model }) => model)).size === 1 && new Set(right.map(({ model }) => model)).size === 1;
  const pairs = left.flatMap((one) => {
    const other = right.find(
      (candidate) =>
        candidate.configuration === one.configuration &&
        candidate.framework === one.framework &&
        (oneModel || candidate.model === one.model),
    );
    return other ? [[one, other] as [System, System]] : [];
  });
  if (pairs.length > 0) return pairs;
  throw new KenError('usage', `the runs have no system in common`, {
    hint: `first: ${left.map(fullName).join(', ')}; second: ${right.map(fullName).join(', ')}; name one of each as RUN:CONFIGURATION`,
  });
}

async function locate(text: string, resultsFolder: string): Promise<{ path: string; selector: string | null }> {
  const colon = text.lastIndexOf(':');
  try {
    return { path: await findRun(text, resultsFolder), selector: null };
  } catch (error) {
    if (colon <= 0) throw error;
    return { path: await findRun(text.slice(0, colon), resultsFolder), selector: text.slice(colon + 1) };
  }
}

function zip(left: readonly System[], right: readonly System[]): [System, System][] {
  const [one, other] = [left[0], right[0]];
  return one && other ? [[one, other]] : [];
}

function fullName({ configuration, model }: System): string {
  return `${configuration}@${model}`;
}
