import os from 'node:os';
import { KenError } from '../../errors.ts';
import { buildImage } from '../image/build.ts';
import { type Clone, restoreClone } from './clone.ts';
import { chooseAccelerator } from './accelerator.ts';
import type { GuestIdentity, GuestPool, Job, JobOutcome } from './job.ts';
import { type Accelerator, defaultMachine } from './machine.ts';
import { prepareTemplate, type Template } from './template.ts';

export interface PoolOptions {
  /** Guests at the same time; default: the number of cores. */
  size?: number;
  /** `auto` takes KVM only after a self-test with a time limit. Default: `KEN_ACCELERATOR`, else `tcg`. */
  accelerator?: Accelerator | 'auto';
  /** Address of a Debian mirror, if the image must be built. */
  mirror?: string;
  progress?: (message: string) => void;
}

/** Builds or finds image and template, and opens a pool of clones. Close it: it holds paused guests. */
export async function openGuestPool(options: PoolOptions = {}): Promise<GuestPool> {
  const size = options.size ?? Math.max(1, os.availableParallelism());
  if (!Number.isInteger(size) || size < 1) throw new KenError('usage', `a pool of ${size} guests cannot be opened`);
  const image = await buildImage(options);
  const accelerator = await chooseAccelerator(options.accelerator, image);
  const template = await prepareTemplate(image, { ...options, machine: { ...defaultMachine, accelerator } });
  return new ClonePool(template, size);
}

/** Clones are restored ahead of time, while the caller thinks; each runs one job. */
class ClonePool implements GuestPool {
  readonly size: number;
  readonly identity: GuestIdentity;
  readonly #template: Template;
  readonly #spare: Promise<Clone>[] = [];
  readonly #queue: (() => void)[] = [];
  #busy = 0;
  #closed = false;

  constructor(template: Template, size: number) {
    this.size = size;
    this.#template = template;
    this.identity = {
      kernel: template.image.kernel,
      bpftrace: template.image.bpftrace,
      image: template.image.hash,
      accelerator: template.machine.accelerator,
      vmlinuxHeader: template.vmlinuxHeader,
      vmlinuxBtf: template.vmlinuxBtf,
      tree: template.tree,
      sysroot: `${template.image.folder}/sysroot`,
      tools: `${template.image.folder}/tools`,
    };
  }

  async run(job: Job, signal?: AbortSignal): Promise<JobOutcome> {
    await this.#takeSlot();
    try {
      signal?.throwIfAborted();
      if (this.#closed) throw new KenError('internal', 'the pool of guests is closed');
      const clone = await (this.#spare.shift() ?? restoreClone(this.#template));
      const outcome = clone.run(job, signal);
      // The next one is restored while this one works, so that only its own start costs the caller time.
      this.#restoreAhead();
      return await outcome;
    } finally {
      this.#busy--;
      this.#queue.shift()?.();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#spare.splice(0).map(async (clone) => (await clone.catch(() => undefined))?.kill()));
  }

  async #takeSlot(): Promise<void> {
    while (this.#busy >= this.size) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#busy++;
  }

  #restoreAhead(): void {
    if (this.#closed || this.#spare.length >= this.size) return;
    const clone = restoreClone(this.#template);
    // A failed restore is told to the job that takes it.
    clone.catch(() => undefined);
    this.#spare.push(clone);
  }
}
