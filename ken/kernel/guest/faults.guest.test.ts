import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestFault } from '../gate-result.ts';
import type { GuestPool, Job } from './job.ts';
import { openGuestPool } from './pool.ts';

/**
 * Every way in which a program can bring its guest down. The commands stand for what a program might manage to do: they
 * are ours, run as root inside the guest, and are worse than what bpftrace lets a script do.
 */
let pool: GuestPool;

beforeAll(async () => {
  pool = await openGuestPool({ size: 1 });
});
afterAll(() => pool.close());

const ready = 'echo READY;';

function tracer(command: string, more: Partial<Job> = {}): Job {
  return {
    files: {},
    tracer: { command: `${ready} ${command}`, readyMarker: 'READY' },
    workload: 'sleep 1',
    deadlines: { settle: 500, stop: 1000, total: 6000 },
    ...more,
  };
}

const faults: [name: string, job: Job, fault: GuestFault][] = [
  ['output flood', tracer('exec yes', { outputLimit: 4096 }), 'output-flood'],
  ['panic', tracer('echo c > /proc/sysrq-trigger; sleep 9'), 'panic'],
  ['fork bomb', tracer('bomb() { bomb | bomb & }; while :; do bomb; sleep 1; done'), 'process-limit'],
  [
    'memory hog',
    tracer('dd if=/dev/zero of=/dev/null bs=900M; sleep 99', { workload: 'sleep 10', deadlines: { total: 20_000 } }),
    'out-of-memory',
  ],
  ['kill everything', tracer('(sleep 0.2; exec busybox kill -9 -1) & sleep 9'), 'tracer-killed'],
  ['power off', tracer('poweroff -f; sleep 9'), 'power-off'],
  [
    'hang of the whole guest',
    tracer(
      'echo -1 > /proc/sys/kernel/sched_rt_runtime_us; for server in /sys/kernel/debug/sched/fair_server/*/runtime; do echo 0 > $server; done; for cpu in 0 1; do taskset $((cpu + 1)) chrt -f 99 sh -c "while :; do :; done" & done; wait',
      {
        deadlines: { settle: 500, stop: 500, total: 1000 },
      },
    ),
    'hang',
  ],
  [
    'tracer that never gets ready',
    { files: {}, tracer: { command: 'sleep 99', readyMarker: 'READY' }, deadlines: { ready: 500 } },
    'hang',
  ],
  ['tracer crash', tracer('kill -SEGV $$; sleep 9'), 'tracer-crash'],
  ['ignored SIGINT', tracer("trap '' INT; while :; do sleep 1; done"), 'ignored-stop'],
  ['failing set-up', tracer('sleep 9', { setup: 'exit 3' }), 'setup-failed'],
];

describe('faults of a guest', () => {
  it.each(faults)('%s is named, and the next job meets a clean guest', async (_name, job, fault) => {
    const outcome = await pool.run(job);
    expect(outcome.fault, outcome.faultDetail).toBe(fault);
    expect(outcome.faultDetail).toBeTruthy();

    const next = await pool.run({ files: {}, workload: 'ls /job /tmp; ps | wc -l' });
    expect(next.fault).toBeUndefined();
    expect(next.reply?.end).toBe('complete');
    expect(next.reply?.workload?.stdout.split('\n').slice(0, 3).join()).toBe('/job:,,/tmp:');
  });
});
