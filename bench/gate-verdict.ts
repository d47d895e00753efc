import { createGate } from '../ken/kernel/gate/gate.ts';
import { referencePrograms } from './programs.ts';
import { type Bench, spread } from './bench.ts';

/** Verdict of the gate on the reference programs, one at a time, each in a fresh clone. */
export const gateVerdict: Bench = {
  name: 'gate-verdict',
  async run(pool) {
    const gate = createGate(pool);
    const seconds: number[] = [];
    let accepted = 0;
    const programs = await referencePrograms();
    for (const { program } of programs) {
      const result = await gate.check(program);
      seconds.push(result.seconds);
      if (result.status === 'accepted') accepted++;
    }
    return [
      `gate verdict, ${programs.length} references, ${accepted} accepted: ${spread(seconds)} s (goal: median <= 3)`,
    ];
  },
};
