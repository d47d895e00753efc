import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { KenError } from '../../errors.ts';

const megabytes = 64;

/** Size of the job memory as QEMU reads it; a power of two, since it is a PCI base address register. */
export const jobMemorySize = `${megabytes}M`;

/** Where the bytes of a job begin; before them lies the word that says whether there is one. See agent/job_memory.c. */
const start = 16;

/**
 * Memory that the host shares with one guest. A job is put there as a whole before the guest runs, so that the guest
 * never waits for the host: it meets the job at the same instruction in every run. It is a file without a name; QEMU
 * inherits its descriptor.
 */
export class JobMemory {
  readonly descriptor: number;
  #closed = false;

  constructor() {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ken-job-'));
    try {
      this.descriptor = openSync(path.join(folder, 'memory'), 'w+', 0o600);
    } finally {
      rmSync(folder, { recursive: true });
    }
    ftruncateSync(this.descriptor, megabytes << 20);
  }

  /** Throws `internal` when the job is larger than the memory. */
  write(job: Uint8Array): void {
    if (job.length > (megabytes << 20) - start) {
      throw new KenError('internal', `a job of ${job.length} bytes does not fit into ${megabytes} MiB of job memory`);
    }
    for (let done = 0; done < job.length;)
      done += writeSync(this.descriptor, job, done, job.length - done, start + done);
    writeSync(this.descriptor, Uint8Array.of(1, 0, 0, 0), 0, 4, 0);
  }

  close(): void {
    if (!this.#closed) closeSync(this.descriptor);
    this.#closed = true;
  }
}
