import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GuestIdentity } from '../../../kernel/guest/job.ts';
import type { Sandbox } from '../sandbox/prepare-sandbox.ts';
import { runInSandbox, type SandboxedRun } from '../sandbox/run-in-sandbox.ts';
import { type Emission, objectFile, programFile } from './emission.ts';

/**
 * Runs the guest's own bpftrace on this machine, over the guest's files. Null when this machine cannot lock it in (no
 * user namespaces, for instance). Only compiling happens here: nothing is loaded into this machine's kernel.
 */
export async function emitOnHost(
  sandbox: Sandbox,
  identity: GuestIdentity,
  text: string,
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<Emission | null> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ken-emit-'));
  try {
    await writeFile(path.join(folder, programFile), text);
    for (const [name, data] of Object.entries(files)) await writeFile(path.join(folder, name), data, { mode: 0o755 });
    const command = ['/usr/bin/bpftrace', '--emit-elf', `/job/${objectFile}`, '-d', 'ast', `/job/${programFile}`];
    const run = await runInSandbox(sandbox, identity, folder, command);
    if (run.end.kind === 'no-sandbox') return null;
    const fault = faultOf(run);
    const done = run.end.kind === 'exit' && run.end.status === 0;
    const elf = done ? await readFile(path.join(folder, objectFile)).catch(() => null) : null;
    return { elf, dump: run.stdout, log: run.stderr, ...(fault === null ? {} : { fault }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function faultOf({ end }: SandboxedRun): string | null {
  if (end.kind === 'timeout') return 'bpftrace did not end in time';
  if (end.kind === 'signal') return `bpftrace was ended by signal ${end.signal}`;
  return null;
}
