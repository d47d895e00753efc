import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { KenError } from '../../../errors.ts';
import type { GuestPool } from '../../../kernel/guest/job.ts';
import { compileForGuest } from '../../../kernel/image/programs.ts';
import type { TestProgram } from './generate.ts';
import { layout } from './layout.ts';

/** run-programs.c, compiled for the guest. */
export async function compileRunner(pool: GuestPool): Promise<Uint8Array> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ken-run-programs-'));
  try {
    const output = path.join(folder, 'run-programs');
    const source = path.join(import.meta.dirname, 'run-programs.c');
    await compileForGuest(pool.identity.sysroot, ['-static', source], output);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One line for each program, from the guest's kernel: `ok ...`, or `rejected ...`. One job. */
export async function kernelAnswers(
  pool: GuestPool,
  runner: Uint8Array,
  programs: readonly TestProgram[],
): Promise<string[]> {
  const minutes = 60_000;
  const outcome = await pool.run({
    files: { '/job/run-programs': runner, '/job/programs': serialise(programs) },
    workload: './run-programs programs',
    deadlines: { workload: 8 * minutes, total: 9 * minutes },
    // A line is about 1,000 characters.
    outputLimit: 4096 * Math.max(64, programs.length),
  });
  const report = outcome.reply?.workload;
  const lines = (report?.stdout ?? '').trimEnd().split('\n');
  if (outcome.fault !== undefined || report?.exit !== 0 || lines.length !== programs.length) {
    const evidence = outcome.faultDetail ?? report?.stderr ?? outcome.reply?.end ?? '';
    throw new KenError('guest', `${lines.length} answers for ${programs.length} programs: ${evidence.slice(0, 500)}`);
  }
  return lines;
}

function serialise(programs: readonly TestProgram[]): Uint8Array {
  const { memory, stateSize, contextWords, hashKeys, hashCapacity, arrayLength } = layout;
  const header = [memory, stateSize, contextWords * 8, hashKeys, hashCapacity, arrayLength, programs.length];
  const parts = programs.flatMap((program) => [
    numbers([program.code.length / 8]),
    program.code,
    program.memory,
    program.context,
  ]);
  return Buffer.concat([numbers(header), ...parts]);
}

function numbers(values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
