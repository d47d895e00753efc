import { rewritePairs } from '../ken/verifier/equivalence/rewrites/rewrite-pairs.ts';
import { openVerifier } from '../ken/verifier/open-verifier.ts';
import type { Bench } from './bench.ts';
import { PairMeter, pairFigures } from './verifier/measured-pairs.ts';
import { tools } from './verifier/programs.ts';

/** Pairs of programs that mean the same. */
export const verifierRewrites: Bench = {
  name: 'verifier-rewrites',
  async run(pool) {
    const verifier = openVerifier(pool);
    try {
      const meter = new PairMeter(verifier, process.env['RECORD']);
      for (const { name, left, right } of await rewritePairs()) await meter.compare(name, 'rewrite', left, right);
      const equal = meter.measured.filter(({ result }) => result === 'equivalent').length;
      const different = meter.measured.filter(({ result }) => result === 'different').length;
      const [, , seconds = ''] = pairFigures(meter.measured);
      return [
        `rewrites: ${equal} of ${meter.measured.length} equivalent, ${different} called different (goal: 0 of at least 50)`,
        `rewrites, ${seconds}`,
      ];
    } finally {
      await verifier.close();
    }
  },
};

/** Mutants of the bpftrace tools, PER_TOOL of each (8); RECORD=FILE does it in parts. */
export const verifierMutants: Bench = {
  name: 'verifier-mutants',
  async run(pool) {
    const verifier = openVerifier(pool);
    try {
      const meter = new PairMeter(verifier, process.env['RECORD']);
      const most = Number(process.env['PER_TOOL'] ?? 8);
      for (const tool of await tools(pool.identity.tools)) await meter.compareMutants(tool, most);
      return pairFigures(meter.measured).map((line) => `mutants of tools (goal: 95 % told apart): ${line}`);
    } finally {
      await verifier.close();
    }
  },
};
