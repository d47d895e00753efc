import { openVerifier } from '../ken/verifier/open-verifier.ts';
import { type Bench, median } from './bench.ts';
import { type Explored, exploreProgram, withoutHistograms } from './verifier/explore-program.ts';
import { peakMemory } from './verifier/peak-memory.ts';
import { programsOf, tools } from './verifier/programs.ts';

const goalSeconds = 10;

/**
 * All paths of the bpftrace tools of the guest's package, one probe at a time from any state of its maps. `PROGRAMS` adds
 * files of C programs, such as the dataset of the paper's authors (see exploration.ts).
 */
export const verifierExploration: Bench = {
  name: 'verifier-exploration',
  async run(pool) {
    const verifier = openVerifier(pool);
    const lines: string[] = [];
    try {
      const more = (process.env['PROGRAMS'] ?? '').split(':').filter((file) => file !== '');
      const groups = [
        { name: 'bpftrace tools', goal: 37, programs: await tools(pool.identity.tools) },
        ...(more.length > 0 ? [{ name: 'C programs', goal: 24, programs: await programsOf(more) }] : []),
      ];
      for (const { name, goal, programs } of groups) {
        const explored: Explored[] = [];
        for (const { program } of programs) explored.push(await exploreProgram(verifier, withoutHistograms(program)));
        lines.push(...explorationFigures(explored).map((line) => `exploration, ${name} (goal: ${goal}): ${line}`));
      }
    } finally {
      await verifier.close();
    }
    return lines;
  },
};

/** The totals, and why programs were not explored completely. */
export function explorationFigures(explored: readonly Explored[]): string[] {
  const done = explored.filter(({ refused }) => refused === null);
  const seconds = done.map((each) => each.seconds);
  const complete = done.filter((each) => each.stopped.length === 0 && each.seconds <= goalSeconds).length;
  const reasons = explored.flatMap(({ refused, stopped }) => (refused === null ? stopped : ['does not compile']));
  return [
    `${complete} of ${explored.length} complete in at most ${goalSeconds} s`,
    `median ${median(seconds).toFixed(2)} s (goal: <= 1), longest ${Math.max(...seconds).toFixed(2)} s`,
    `peak memory with the solver ${peakMemory().toFixed(0)} MB (goal: <= 400)`,
    ...[...new Set(reasons)].map(
      (reason) => `not complete: ${reasons.filter((each) => each === reason).length} x ${reason}`,
    ),
  ];
}
