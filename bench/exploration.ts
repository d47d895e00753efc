/**
 * Explores programs with the symbolic executor and prints one line for each: `npx tsx bench/exploration.ts [FILE...]`.
 * Without files: the bpftrace tools of the guest's package. A file is a `.bt`, a `.bpf.c`, or a `.json` with a list of
 * texts that hold C programs between fences (the dataset of the paper's authors). HISTOGRAMS=1 keeps `hist()` as it is.
 */
import { openGuestPool } from '../ken/kernel/guest/pool.ts';
import { openVerifier } from '../ken/verifier/open-verifier.ts';
import { type Explored, exploreProgram, withoutHistograms } from './verifier/explore-program.ts';
import { programsOf, tools } from './verifier/programs.ts';
import { explorationFigures } from './verifier-exploration.ts';

const pool = await openGuestPool({ size: 1 });
const verifier = openVerifier(pool, process.env['SOLVER'] === 'z3-solver' ? { solver: { backend: 'z3-solver' } } : {});
const explored: Explored[] = [];
try {
  const files = process.argv.slice(2);
  for (const { name, program } of files.length > 0 ? await programsOf(files) : await tools(pool.identity.tools)) {
    const result = await exploreProgram(verifier, process.env['HISTOGRAMS'] ? program : withoutHistograms(program));
    explored.push(result);
    console.log(`${name.padEnd(24)} ${describe(result)}`);
  }
  for (const line of explorationFigures(explored)) console.log(line);
} finally {
  await verifier.close();
  await pool.close();
}

function describe({ refused, seconds, paths, instructions, checks, modelHits, stopped }: Explored): string {
  if (refused !== null) return refused;
  const figures = `${seconds.toFixed(2)} s, ${paths} paths, ${instructions} instructions, ${checks} checks, ${modelHits} by the model`;
  return [figures, ...stopped].join('; ');
}
