import { spawn } from 'node:child_process';
import type { GuestIdentity } from '../../../kernel/guest/job.ts';
import { KenError } from '../../../errors.ts';
import type { Sandbox } from './prepare-sandbox.ts';

export interface SandboxedRun {
  /** `exit`: the program's own status. `no-sandbox`: this machine cannot make one; nothing ran. */
  end:
    | { kind: 'exit'; status: number }
    | { kind: 'signal'; signal: number }
    | { kind: 'timeout' }
    | { kind: 'no-sandbox' };
  stdout: string;
  stderr: string;
}

const wallLimitMilliseconds = 40_000;
/** A typed tree of the longest program that is accepted stays far below this. */
const longestOutput = 32 * 1024 * 1024;
const noSandbox = 125;

/** Runs a program of the guest's root file system on this machine, see sandbox.c. `job` is writable, at /job. */
export async function runInSandbox(
  sandbox: Sandbox,
  identity: GuestIdentity,
  job: string,
  command: readonly string[],
): Promise<SandboxedRun> {
  const child = spawn(sandbox.launcher, [identity.tree, job, sandbox.libraries, identity.kernel, ...command], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {},
  });
  const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
    killGroup(child.pid);
  }, wallLimitMilliseconds);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const texts = { stdout: stdout(), stderr: stderr() };
    if (late.signal.aborted) return { end: { kind: 'timeout' }, ...texts };
    if (status === noSandbox) return { end: { kind: 'no-sandbox' }, ...texts };
    if (status === null) throw new KenError('internal', `the sandbox was killed: ${texts.stderr.slice(-500)}`);
    return { end: status >= 128 ? { kind: 'signal', signal: status - 128 } : { kind: 'exit', status }, ...texts };
  } finally {
    clearTimeout(timer);
  }
}

function collected(stream: NodeJS.ReadableStream): () => string {
  const parts: Buffer[] = [];
  let length = 0;
  stream.on('data', (part: Buffer) => {
    if (length < longestOutput) parts.push(part);
    length += part.length;
  });
  return () => Buffer.concat(parts).toString('utf8');
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
