import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { guestSources } from './recipe.ts';
import { runTool } from './tool.ts';

/** Compiles the agent (static: it must start without anything else) and the libbpf loader for the guest. */
export async function compileGuestPrograms(sysroot: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const { agent, loader } = guestSources();
  await compileForGuest(sysroot, ['-static', ...agent.filter(isSource)], path.join(target, 'agent'));
  await compileForGuest(sysroot, [...loader.filter(isSource), '-lbpf', '-lelf', '-lz'], path.join(target, 'ken-load'));
}

/**
 * Compiles our own C for the guest on the host, against the guest's C library. Never called with model-written text.
 */
export async function compileForGuest(sysroot: string, args: readonly string[], output: string): Promise<void> {
  const flags = [
    '--target=x86_64-linux-gnu',
    `--sysroot=${sysroot}`,
    '-O2',
    '-std=gnu11',
    '-Wall',
    '-Wextra',
    '-pthread',
  ];
  await runTool('clang', [...flags, '-o', output, ...args]);
  await chmod(output, 0o755);
}

function isSource(file: string): boolean {
  return path.extname(file) === '.c';
}
