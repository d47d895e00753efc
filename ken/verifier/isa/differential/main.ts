/**
 * npx tsx ken/verifier/isa/differential/main.ts [--programs 10000] [--seed 1] [--batch 1000] [--record vectors.json]
 *
 * Runs random programs in the guest's kernel, in the interpreter and in the symbolic executor on the same inputs, and
 * prints one line of JSON; differences are printed as they are found and make the exit status 1. `--record` writes the kernel's answers for the tests without a guest.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openGuestPool } from '../../../kernel/guest/pool.ts';
import { openSolver } from '../../solver/open-solver.ts';
import { decode } from '../decode.ts';
import { disassemble } from '../disassemble.ts';
import { type Compared, compareSeeds } from './compare.ts';
import { compileRunner } from './kernel-answers.ts';
import { toVectors } from './vectors.ts';

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    batch: { type: 'string', default: '1000' },
    record: { type: 'string' },
  },
});
const wanted = Number(values.programs);
const firstSeed = Number(values.seed);
const batch = Number(values.batch);

const started = performance.now();
const pool = await openGuestPool({ size: 1 });
const solver = await openSolver();
const kept: Compared[] = [];
/** `executed`: programs on which the executor was asked too. */
const totals = { agreed: 0, different: 0, rejected: 0, executed: 0 };
const reasons = new Map<string, number>();
try {
  const runner = await compileRunner(pool);
  for (let seed = firstSeed; totals.agreed + totals.different < wanted;) {
    const missing = wanted - totals.agreed - totals.different;
    const count = Math.min(batch, Math.ceil(missing * 1.1) + 10);
    const comparison = await compareSeeds(pool, runner, solver, seed, count);
    seed += count;
    totals.agreed += comparison.agreed.length;
    totals.different += comparison.different.length;
    totals.rejected += comparison.rejected.length;
    totals.executed += [...comparison.agreed, ...comparison.different].filter(
      ({ executor }) => executor !== null,
    ).length;
    if (values.record !== undefined) kept.push(...comparison.agreed);
    for (const { kernel } of comparison.rejected) {
      const reason = kernel.replace(/\d+/g, 'N');
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    for (const difference of comparison.different.slice(0, 3)) console.error(describe(difference));
    console.error(`${totals.agreed} agree, ${totals.different} differ, ${totals.rejected} rejected`);
    if (comparison.agreed.length + comparison.different.length === 0)
      throw new Error('the kernel rejects every program');
  }
} finally {
  await solver.close();
  await pool.close();
}
if (values.record !== undefined) await writeFile(values.record, toVectors(pool.identity.kernel, kept.slice(0, wanted)));
for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 10)) console.error(count, reason);
const seconds = Math.round((performance.now() - started) / 1000);
console.log(JSON.stringify({ kernel: pool.identity.kernel, firstSeed, ...totals, seconds }));
process.exitCode = totals.different > 0 ? 1 : 0;

function describe({ seed, program, kernel, interpreter, executor }: Compared): string {
  const listing = decode(program.code).map((instruction, index) => `${index}: ${disassemble(instruction)}`);
  return [
    `seed ${seed}`,
    `kernel      ${kernel}`,
    `interpreter ${interpreter}`,
    `executor    ${executor}`,
    ...listing,
  ].join('\n');
}
