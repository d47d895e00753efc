import type { Llama } from 'node-llama-cpp';
import type { ModelResources } from '../model.ts';

type Watched = Pick<ModelResources, 'peakRamBytes' | 'peakVramBytes' | 'cpuSeconds'>;

/** Milliseconds between two looks. Memory of a model is taken in large pieces and kept, so peaks last. */
const pace = 100;

/**
 * Watches memory and CPU time of this process until it is stopped.
 *
 * @param vramBefore bytes in use on the card before the model was loaded: other programs' share.
 */
export async function watchResources(llama: Llama, vramBefore: number): Promise<{ stop(): Promise<Watched> }> {
  const started = process.cpuUsage();
  let ram = 0;
  let vram = 0;
  const look = async (): Promise<void> => {
    ram = Math.max(ram, process.memoryUsage.rss());
    if (llama.gpu !== false) vram = Math.max(vram, (await llama.getVramState()).used);
  };
  await look();
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, pace);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
      await look();
      const { user, system } = process.cpuUsage(started);
      return {
        peakRamBytes: ram,
        peakVramBytes: llama.gpu === false ? 0 : Math.max(0, vram - vramBefore),
        cpuSeconds: (user + system) / 1e6,
      };
    },
  };
}
