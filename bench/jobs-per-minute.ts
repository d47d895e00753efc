import { judgeProgram } from '../harness/judge/judge-program.ts';
import { type Bench } from './bench.ts';
import { referencePrograms } from './programs.ts';

/** Whole judgements (compile, attach, workload, oracle) of the references through the pool, twice each. */
export const jobsPerMinute: Bench = {
  name: 'jobs-per-minute',
  async run(pool) {
    const programs = await referencePrograms();
    const started = performance.now();
    const results = await Promise.all(
      [...programs, ...programs].map(({ definition, program }) => judgeProgram(definition, program, pool)),
    );
    const minutes = (performance.now() - started) / 60_000;
    const correct = results.filter((result) => result.judgement === 'correct').length;
    return [
      `jobs with a workload: ${(results.length / minutes).toFixed(1)} per minute on ${pool.size} guests, ${correct} of ${results.length} judged correct (goal >= 40 on 2 cores)`,
    ];
  },
};
