import { buildImage } from '../ken/kernel/image/build.ts';
import { restoreClone } from '../ken/kernel/guest/clone.ts';
import { prepareTemplate } from '../ken/kernel/guest/template.ts';
import { type Bench, spread } from './bench.ts';

/** From the start of QEMU until the clone is restored and paused. */
export const cloneRestore: Bench = {
  name: 'clone-restore',
  async run() {
    const template = await prepareTemplate(await buildImage());
    const seconds: number[] = [];
    for (let round = 0; round < 20; round++) {
      const clone = await restoreClone(template);
      seconds.push(clone.restoreMilliseconds / 1000);
      await clone.kill();
    }
    return [`clone restore, 20 times: ${spread(seconds)} s (goal <= 0.3)`];
  },
};
