import { KenError } from '../../errors.ts';
import type { GuestFault } from '../gate-result.ts';
import { GuestProcess } from './guest-process.ts';
import type { Job, JobOutcome } from './job.ts';
import type { Template } from './template.ts';
import { type AgentReply, encodeJob, parseReply } from './wire.ts';

/**
 * A copy-on-write clone of the template, restored and paused. It runs one job and is killed: the next job meets the
 * same clean kernel, whatever this one did.
 */
export interface Clone {
  run(job: Job, signal?: AbortSignal): Promise<JobOutcome>;
  /** Wall-clock milliseconds that the restore took. */
  readonly restoreMilliseconds: number;
  kill(): Promise<void>;
}

const restoreLimitMilliseconds = 60_000;

/** Restores a clone. Throws `guest` when QEMU cannot, `missing-tool` when there is no QEMU. */
export async function restoreClone(template: Template): Promise<Clone> {
  const started = performance.now();
  const guest = new GuestProcess(template.machine, template, 'clone');
  try {
    await guest.monitor.execute('qmp_capabilities');
    await guest.monitor.execute('migrate-set-capabilities', {
      capabilities: [{ capability: 'x-ignore-shared', state: true }],
    });
    await guest.monitor.execute('migrate-incoming', { uri: `exec:cat '${template.state.replaceAll("'", "'\\''")}'` });
    await untilPaused(guest, started + restoreLimitMilliseconds);
  } catch (error) {
    await guest.kill();
    throw error;
  }
  return {
    restoreMilliseconds: performance.now() - started,
    run: (job, signal) => runJob(guest, job, signal),
    kill: () => guest.kill(),
  };
}

async function untilPaused(guest: GuestProcess, limit: number): Promise<void> {
  for (;;) {
    const { status } = (await guest.monitor.execute('query-status')) as { status: string };
    if (status === 'paused' || status === 'postmigrate' || status === 'prelaunch') return;
    if (status !== 'inmigrate') throw new KenError('guest', `the clone is ${status} after its restore`);
    if (performance.now() > limit) throw new KenError('guest', 'the clone was not restored within a minute');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function runJob(guest: GuestProcess, job: Job, signal?: AbortSignal): Promise<JobOutcome> {
  const started = performance.now();
  // A dead guest is a fault of the job, told by `fate`; the write itself has nothing to add.
  const abort = (): void => void guest.kill();
  signal?.addEventListener('abort', abort, { once: true });
  const limits = hostLimits(job);
  const watch = setInterval(() => {
    if (guest.cpuSeconds() > limits.cpuSeconds) void guest.kill();
  }, 250);
  let cpuSeconds = 0;
  try {
    // There before the guest runs: with virtual time it would otherwise race ahead while it waits for the host.
    guest.send(encodeJob(job));
    await guest.monitor.execute('cont').catch(() => undefined);
    const line = await guest.receive(limits.wallSeconds * 1000);
    cpuSeconds = guest.cpuSeconds();
    signal?.throwIfAborted();
    const fate = line === undefined ? await faultOfLostGuest(guest, limits) : judgeReply(line);
    return { ...fate, seconds: (performance.now() - started) / 1000, cpuSeconds };
  } finally {
    clearInterval(watch);
    signal?.removeEventListener('abort', abort);
    await guest.kill();
  }
}

interface HostLimits {
  cpuSeconds: number;
  wallSeconds: number;
}

/**
 * The agent keeps the job's deadlines in guest time. The host's own limits only catch a guest whose agent no longer
 * runs; CPU time comes first, since it does not depend on what else the host is doing.
 */
function hostLimits(job: Job): HostLimits {
  const total = (job.deadlines?.total ?? 60_000) / 1000;
  return { cpuSeconds: 10 + 4 * total, wallSeconds: 60 + 20 * total };
}

type Fate = Pick<JobOutcome, 'reply' | 'fault' | 'faultDetail'>;

function judgeReply(line: string): Fate {
  const reply = parseReply(line);
  if (!reply)
    return { reply: null, fault: 'protocol', faultDetail: `the agent answered ${JSON.stringify(line.slice(0, 200))}` };
  const fault = faultOfReply(reply);
  return fault ? { reply, fault: fault[0], faultDetail: fault[1] } : { reply };
}

const fileSizeSignal = 25;
const killSignal = 9;

function faultOfReply(reply: AgentReply): [GuestFault, string] | undefined {
  const tracer = reply.tracer;
  if (reply.end === 'setup-failed') {
    return [
      'setup-failed',
      `set-up ended with status ${reply.setup?.exit ?? 'none'}: ${reply.setup?.stderr.slice(-300) ?? ''}`,
    ];
  }
  if (reply.end === 'flood' || tracer?.signal === fileSizeSignal) {
    return ['output-flood', `the tracer printed ${(tracer?.stdoutBytes ?? 0) + (tracer?.stderrBytes ?? 0)} bytes`];
  }
  if (tracer && tracer.memoryKills > 0)
    return ['out-of-memory', 'the tracer went over its memory limit and was killed'];
  if (tracer && tracer.refusedForks > 0)
    return ['process-limit', `the kernel refused the tracer ${tracer.refusedForks} forks`];
  if (reply.end === 'stop-timeout') return ['ignored-stop', 'the tracer ignored SIGINT and was killed'];
  if (reply.end === 'ready-timeout' || reply.end === 'total-timeout') {
    return [
      'hang',
      `the tracer was not ${reply.ready ? 'done' : 'ready'} after ${reply.milliseconds} ms of guest time`,
    ];
  }
  if (tracer?.signal === killSignal) return ['tracer-killed', 'something killed the tracer with SIGKILL'];
  const signal = tracer?.signal ?? signalOfShellStatus(tracer?.exit ?? 0);
  return signal === undefined ? undefined : ['tracer-crash', `the tracer died of signal ${signal}`];
}

/** A shell reports signal n as status 128 + n, for n up to 64; bpftrace's own 255 is no signal. */
function signalOfShellStatus(status: number): number | undefined {
  return status > 128 && status <= 128 + 64 ? status - 128 : undefined;
}

async function faultOfLostGuest(guest: GuestProcess, limits: HostLimits): Promise<Fate> {
  const endedByItself = !guest.running;
  const overCpu = guest.cpuSeconds() > limits.cpuSeconds;
  await guest.kill();
  const panic = /Kernel panic[^\r\n]*/.exec(guest.console)?.[0];
  if (panic !== undefined) return { reply: null, fault: 'panic', faultDetail: panic };
  if (endedByItself && guest.monitor.events.includes('SHUTDOWN')) {
    return { reply: null, fault: 'power-off', faultDetail: 'the guest switched itself off' };
  }
  const why = overCpu ? `${limits.cpuSeconds} s of CPU time` : `${limits.wallSeconds} s`;
  return { reply: null, fault: 'hang', faultDetail: `the guest's agent did not answer within ${why}` };
}
