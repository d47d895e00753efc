import { buildImage } from '../../../ken/kernel/image/build.ts';
import { makeContracts, usesContracts } from '../../plan/contracts-of-kernel.ts';
import { openCatalogue, projectFolder } from '../../plan/open-catalogue.ts';
import { interruptedStatus, listenForInterruption } from '../interruption.ts';
import { openRunner } from '../open-runner.ts';
import { wholeNumber } from '../whole-number.ts';
import { codeIdentity, planOfAnnouncement, refuseOtherCode } from './announcement.ts';
import { connectQueue } from './connect.ts';
import { workOnQueue } from './work-on-queue.ts';

/** Options of `ken worker`, as commander gives them. */
export interface WorkerRequest {
  queue: string;
  run?: string;
  concurrency?: string;
}

/**
 * `ken worker --queue URL`: runs cells of other machines' runs until it is told to stop. The first Ctrl-C lets the cells in
 * flight end, the second puts them back on the queue.
 */
export async function runWorker(request: WorkerRequest): Promise<void> {
  const note = (text: string): void => console.error(text);
  const concurrency = wholeNumber('--concurrency', request.concurrency, 1);
  const server = await connectQueue(request.queue);
  const interruption = listenForInterruption((count) =>
    note(
      count === 1 ? 'finishing the cells in flight; once more to give them back' : 'giving the cells in flight back',
    ),
  );
  try {
    const image = await buildImage({ progress: note });
    const here = await codeIdentity(projectFolder);
    note(`worker on ${server.shown}, guest image ${image.hash.slice(0, 12)}, kernel ${image.kernel}`);
    await workOnQueue({
      server,
      ...(request.run !== undefined && { run: request.run }),
      drain: interruption.drain,
      abort: interruption.abort,
      note,
      open: async (announcement) => {
        refuseOtherCode(announcement, here);
        if (announcement.experiment.configurations.some(usesContracts)) await makeContracts(image.kernel, note);
        const opened = await openCatalogue(announcement.experiment, image);
        const plan = planOfAnnouncement(announcement, opened.catalogue);
        return { plan, runner: await openRunner(opened, plan, concurrency, note) };
      },
    });
    if (interruption.signal !== null) process.exitCode = interruptedStatus(interruption.signal);
  } finally {
    interruption.dispose();
    await server.close();
  }
}
