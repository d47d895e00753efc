/**
 * Benchmarks of the guest and of the symbolic verifier: `npm run bench [-- NAME...]`. Each prints what was measured, the goal and the load of the machine;
 * figures of a busy machine are upper bounds.
 */
import os from 'node:os';
import { openGuestPool } from '../ken/kernel/guest/pool.ts';
import type { Bench } from './bench.ts';
import { cloneRestore } from './clone-restore.ts';
import { gateVerdict } from './gate-verdict.ts';
import { jobsPerMinute } from './jobs-per-minute.ts';
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
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`bench: unknown ${unknown.join(', ')}; there are ${benches.map((bench) => bench.name).join(', ')}`);
  process.exitCode = 2;
} else {
  const pool = await openGuestPool({ progress: (message) => console.error(message) });
  console.log(
    `${os.cpus().length} cores, kernel ${pool.identity.kernel}, ${pool.identity.accelerator}, bpftrace ${pool.identity.bpftrace}`,
  );
  try {
    for (const bench of benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      const [load = 0] = os.loadavg();
      for (const line of await bench.run(pool)) console.log(`${line}   [load ${load.toFixed(1)}]`);
    }
  } finally {
    await pool.close();
  }
}
