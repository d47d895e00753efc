import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bpftraceReadyMarker } from '../output/bpftrace-output.ts';
import type { GuestPool, Job } from './job.ts';
import { openGuestPool } from './pool.ts';
import { bpftraceCommand, bpftraceProgram } from './prestarted.ts';

let pool: GuestPool;

beforeAll(async () => {
  pool = await openGuestPool({ size: 1 });
});
afterAll(() => pool.close());

const opens: Job = {
  files: { '/job/opens.bt': 'tracepoint:syscalls:sys_enter_openat { printf("%s %s\\n", comm, str(args.filename)); }' },
  tracer: {
    command: '__BPFTRACE_NOTIFY_PROBES_ATTACHED=1 exec bpftrace -f json opens.bt',
    readyMarker: '__BPFTRACE_NOTIFY_PROBES_ATTACHED',
  },
  workload: 'for i in 1 2 3; do cat /job/opens.bt > /dev/null; done; echo "opens count=3"',
  deadlines: { settle: 1000 },
};

describe('a job in a clone', () => {
  it('starts the workload when the tracer is attached, and brings both outputs back', async () => {
    const { reply, fault } = await pool.run(opens);
    expect(fault).toBeUndefined();
    expect(reply).toMatchObject({ end: 'complete', ready: true, workload: { exit: 0, stdout: 'opens count=3\n' } });
    expect(reply?.tracer?.stdout.split('\n').filter((line) => line.includes('cat /job/opens.bt'))).toHaveLength(3);
  });

  it('runs the same instructions when it is repeated: the same output, at the same nanosecond', async () => {
    const clock = 'grep -m 1 "^now at" /proc/timer_list; cat /proc/interrupts';
    const job = { ...opens, setup: clock, workload: `${opens.workload}; ${clock}` };
    const first = await pool.run(job);
    const second = await pool.run(job);
    expect(first.reply?.setup?.stdout).toMatch(/^now at \d{9,}/);
    expect(second.reply).toEqual(first.reply);
  });

  it.each([
    ['held ready by the template', bpftraceCommand('')],
    ['started from nothing', `: ; ${bpftraceCommand('')}`],
  ])('has one tracer and no other, %s', async (_, command) => {
    const { reply, fault } = await pool.run({
      files: { [bpftraceProgram]: 'tracepoint:syscalls:sys_enter_kill { printf("%d\\n", args.sig); }' },
      tracer: { command, readyMarker: bpftraceReadyMarker },
      setup: 'pidof bpftrace | wc -w',
      workload: 'pidof bpftrace | wc -w; trap : USR1; kill -USR1 $$',
      deadlines: { settle: 1500 },
    });
    expect(fault).toBeUndefined();
    expect(reply?.setup?.stdout).toBe(command === bpftraceCommand('') ? '1\n' : '0\n');
    expect(reply?.workload?.stdout).toBe('1\n');
    expect(reply?.tracer?.stdout).toContain('10\\n');
  });

  it('cuts long output in the middle and says how much', async () => {
    const { reply } = await pool.run({ files: {}, workload: 'seq 1 100000', outputLimit: 4096 });
    expect(reply?.workload?.stdout).toMatch(/^1\n2\n[^]*bytes cut[^]*100000\n$/);
    expect(reply?.workload?.stdoutBytes).toBe(588_895);
  });

  it('carries bytes that are no text', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { reply } = await pool.run({
      files: { '/job/bytes': bytes },
      workload: 'sha256sum /job/bytes; cat /job/bytes',
    });
    expect(reply?.workload?.stdout).toMatch(/^40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880/);
    expect(reply?.workload?.stdout).toContain('\ufffd');
  });

  it('has no network but the loopback device, and no disk', async () => {
    const { reply } = await pool.run({ files: {}, workload: 'ls /sys/class/net; ls /sys/block' });
    expect(reply?.workload?.stdout).not.toMatch(/eth|ens|vd[a-z]|sd[a-z]|nvme/);
  });

  it('is killed when the caller gives up', async () => {
    const controller = new AbortController();
    const running = pool.run({ files: {}, workload: 'while :; do :; done' }, controller.signal);
    setTimeout(() => controller.abort(), 500);
    await expect(running).rejects.toThrow();
    expect((await pool.run({ files: {}, workload: 'echo next' })).reply?.workload?.stdout).toBe('next\n');
  });
});

describe('guests and their parent', () => {
  it('no guest survives a parent that was killed', async () => {
    const script = `
      import { openGuestPool } from './ken/kernel/guest/pool.ts';
      const pool = await openGuestPool({ size: 1 });
      await pool.run({ files: {}, workload: 'true' });
      void pool.run({ files: {}, workload: 'while :; do :; done' });
      setTimeout(() => console.log('up'), 1000);`;
    const marker = `orphan-test-${process.pid}`;
    const child = execFile(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      env: { ...process.env, KEN_TEST_MARKER: marker },
    });
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    expect(guestsMarked(marker)).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await expect.poll(() => guestsMarked(marker), { timeout: 20_000 }).toBe(0);
  });
});

/** Guests that carry the marker in their environment. */
function guestsMarked(marker: string): number {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'latin1');
      return command.startsWith('qemu-system') && readFileSync(`/proc/${name}/environ`, 'latin1').includes(marker);
    } catch {
      return false;
    }
  }).length;
}
