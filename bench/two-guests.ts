import type { GuestPool, Job } from '../ken/kernel/guest/job.ts';
import type { Bench } from './bench.ts';

const job: Job = {
  files: {
    '/job/p.bt':
      'kprobe:vfs_read { @[comm] = count(); } tracepoint:syscalls:sys_enter_openat { @[str(args.filename)] = count(); }',
  },
  workload: 'bpftrace --dry-run /job/p.bt',
};
const jobs = 12;

/** Throughput of two guests against one, with jobs that only use the processor. */
export const twoGuests: Bench = {
  name: 'two-guests',
  async run(pool) {
    const one = await secondsFor(pool, 1);
    const two = await secondsFor(pool, 2);
    return [
      `two guests against one: ${(one / two).toFixed(2)} x (${jobs} jobs: ${one.toFixed(1)} s and ${two.toFixed(1)} s; goal >= 1.7)`,
    ];
  },
};

async function secondsFor(pool: GuestPool, atOnce: number): Promise<number> {
  const started = performance.now();
  let left = jobs;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await pool.run(job);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (performance.now() - started) / 1000;
}
