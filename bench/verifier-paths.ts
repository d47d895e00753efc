import { openVerifier } from '../ken/verifier/open-verifier.ts';
import type { Bench } from './bench.ts';
import { exploreProgram } from './verifier/explore-program.ts';

const branches = 12;

/** Paths per second where questions are trivial: independent bits of an argument, each decided by a branch. */
export const verifierPaths: Bench = {
  name: 'verifier-paths',
  async run(pool) {
    const verifier = openVerifier(pool);
    try {
      const tests = Array.from({ length: branches }, (_, bit) => `  if (arg2 & ${2 ** bit}) { @bit${bit} = arg1; }`);
      const text = `kprobe:vfs_read\n{\n${tests.join('\n')}\n}\n`;
      const { seconds, paths, checks, stopped } = await exploreProgram(verifier, { framework: 'bpftrace', text });
      const whole = stopped.length === 0 ? '' : `, not complete: ${stopped.join('; ')}`;
      return [
        `${paths} paths, ${checks} solver checks: ${Math.round(paths / seconds)} paths per second (goal: >= 1000)${whole}`,
      ];
    } finally {
      await verifier.close();
    }
  },
};
