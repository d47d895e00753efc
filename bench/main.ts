/**
 * Benchmarks of the guest, of the symbolic verifier and of large runs: `npm run bench [-- NAME...]`. Each prints what was measured, the goal and the load of the machine;
 * figures of a busy machine are upper bounds.
 */
import os from 'node:os';
import type { GuestPool } from '../ken/kernel/guest/job.ts';
import type { Bench } from './bench.ts';
import { cloneRestore } from './clone-restore.ts';
import { gateVerdict } from './gate-verdict.ts';
import { jobsPerMinute } from './jobs-per-minute.ts';
import { largeRun } from './large-run.ts';
import { repeatedOutput } from './repeated-output.ts';
import { twoGuests } from './two-guests.ts';
import { verifierCaseStudy } from './verifier-case-study.ts';
import { verifierMutants, verifierRewrites } from './verifier-equivalence.ts';
import { verifierExploration } from './verifier-exploration.ts';
import { verifierPaths } from './verifier-paths.ts';
import { verifierStrength } from './verifier-strength.ts';

const benches: readonly Bench[] = [
  ...[cloneRestore, gateVerdict, twoGuests, jobsPerMinute, repeatedOutput],
  ...[verifierCaseStudy, verifierExploration, verifierPaths, verifierRewrites, verifierMutants, verifierStrength],
  largeRun,
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`bench: unknown ${unknown.join(', ')}; there are ${benches.map((bench) => bench.name).join(', ')}`);
  process.exitCode = 2;
} else {
  const chosen = benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const pool = chosen.some(({ guest }) => guest !== false) ? await openPool() : null;
  if (!pool) console.log(`${os.cpus().length} cores, no guest`);
  try {
    for (const bench of chosen) {
      const [load = 0] = os.loadavg();
      for (const line of await runBench(bench, pool)) console.log(`${line}   [load ${load.toFixed(1)}]`);
    }
  } finally {
    await pool?.close();
  }
}

async function openPool(): Promise<GuestPool> {
  const { openGuestPool } = await import('../ken/kernel/guest/pool.ts');
  const pool = await openGuestPool({ progress: (message) => console.error(message) });
  const { kernel, accelerator, bpftrace } = pool.identity;
  console.log(`${os.cpus().length} cores, kernel ${kernel}, ${accelerator}, bpftrace ${bpftrace}`);
  return pool;
}

function runBench(bench: Bench, pool: GuestPool | null): Promise<string[]> {
  if (bench.guest === false) return bench.run();
  if (!pool) throw new Error(`${bench.name} needs a guest`);
  return bench.run(pool);
}
