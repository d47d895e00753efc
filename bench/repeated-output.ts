import { observe } from '../ken/kernel/gate/observe.ts';
import { prepareWorkload } from '../harness/cases/workload-files.ts';
import type { Observation } from '../ken/kernel/observation.ts';
import type { Bench } from './bench.ts';
import { referencePrograms } from './programs.ts';

/** Every reference twice beside its workload: are the tracer's and the workload's outputs the same, bit by bit? */
export const repeatedOutput: Bench = {
  name: 'repeated-output',
  async run(pool) {
    const programs = await referencePrograms();
    const different: string[] = [];
    await Promise.all(
      programs.map(async ({ definition, program }) => {
        const { files, command } = await prepareWorkload(definition, pool.identity);
        const options = {
          files,
          workload: command,
          settleMilliseconds: definition.settleSeconds * 1000,
          ...(definition.setup === undefined ? {} : { setup: definition.setup }),
        };
        const [first, second] = await Promise.all([observe(pool, program, options), observe(pool, program, options)]);
        if (outputs(first) !== outputs(second)) different.push(definition.id);
      }),
    );
    const same = programs.length - different.length;
    const names = different.length === 0 ? '' : `; different: ${different.sort().join(', ')}`;
    return [`bit-identical output of repeated jobs: ${same} of ${programs.length} (goal: all)${names}`];
  },
};

function outputs(observation: Observation): string {
  return JSON.stringify([observation.tracer?.stdout, observation.workload?.stdout]);
}
