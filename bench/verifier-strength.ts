import { openVerifier } from '../ken/verifier/open-verifier.ts';
import { measureStrength } from '../ken/verifier/strength/measure-strength.ts';
import { suitePrograms } from '../ken/verifier/suite/run-suite.ts';
import type { Bench } from './bench.ts';

/** How many mutants of the labelled suite's programs their own asserts refute. PER_PROGRAM mutants each (6). */
export const verifierStrength: Bench = {
  name: 'verifier-strength',
  async run(pool) {
    const verifier = openVerifier(pool);
    const wanted = (process.env['SUITE'] ?? '').split(',').filter((name) => name !== '');
    const most = Number(process.env['PER_PROGRAM'] ?? 6);
    const total = { programs: 0, mutants: 0, compiled: 0, equivalent: 0, refuted: 0, survived: 0, unknown: 0 };
    try {
      for (const { file, program } of await suitePrograms()) {
        if (wanted.length > 0 && !wanted.some((name) => file.includes(name))) continue;
        const answer = await verifier.verify(program);
        if (answer.status !== 'verified') throw new Error(`${file}: ${answer.diagnostic}`);
        const strength = await measureStrength(program, answer.verification, verifier, { most });
        total.programs += 1;
        for (const each of ['mutants', 'compiled', 'equivalent', 'refuted'] as const) total[each] += strength[each];
        total.survived += strength.survived.length;
        total.unknown += strength.unknown.length;
      }
    } finally {
      await verifier.close();
    }
    const { programs, mutants, compiled, equivalent, refuted, survived, unknown } = total;
    const share = (100 * refuted) / (refuted + survived);
    return [
      `strength of the labelled suite, ${programs} programs: ${share.toFixed(0)} % of the non-equivalent mutants refuted (${refuted} of ${refuted + survived})`,
      `strength: ${mutants} mutants, ${compiled} compile, ${equivalent} show the same, ${unknown} undecided`,
    ];
  },
};
