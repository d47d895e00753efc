import { readFile } from 'node:fs/promises';
import { KenError, quote } from '../../ken/errors.ts';
import type { GateResult } from '../../ken/kernel/gate-result.ts';
import { createGate } from '../../ken/kernel/gate/gate.ts';
import { openGuestPool } from '../../ken/kernel/guest/pool.ts';
import { frameworks, type Framework, type Program } from '../../ken/program.ts';
import { frameworkOfFile } from '../cases/read-case.ts';
import { formatGateResult } from './format-gate-result.ts';

export interface GateRequest {
  framework?: string;
  json?: boolean;
}

/**
 * `ken gate FILE...`: prints a result for each file, in the order given, as soon as it is there. True when every file
 * was accepted. Every file is read before a guest starts, so that a wrong name costs nothing.
 */
export async function runGate(files: readonly string[], request: GateRequest): Promise<boolean> {
  const programs: { file: string; program: Program }[] = [];
  for (const file of files) {
    const framework = frameworkFor(file, request.framework);
    programs.push({ file, program: { framework, text: await readText(file) } });
  }
  const progress = (message: string): void => console.error(`ken: ${message}`);
  const pool = await openGuestPool({ size: 1, progress });
  const gate = createGate(pool);
  let accepted = true;
  try {
    for (const { file, program } of programs) {
      const result: GateResult = await gate.check(program);
      accepted &&= result.status === 'accepted';
      const line = { file, framework: program.framework, ...result };
      console.log(request.json ? JSON.stringify(line) : formatGateResult(file, result));
    }
  } finally {
    await gate.close();
    await pool.close();
  }
  return accepted;
}

function frameworkFor(file: string, given: string | undefined): Framework {
  const known = given === undefined ? frameworkOfFile(file) : frameworks.find((name) => name === given);
  if (known) return known;
  if (given !== undefined) {
    throw new KenError('usage', `there is no framework ${quote(given)}`, { hint: `Use ${frameworks.join(' or ')}.` });
  }
  throw new KenError('usage', `is ${quote(file)} a bpftrace script or BPF C?`, {
    hint: 'Name it .bt or .c, or give --framework bpftrace or --framework libbpf.',
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new KenError('usage', `${quote(file)} cannot be read: ${code ?? String(error)}`, {
      cause: error,
      hint: 'Give the path of a program that exists.',
    });
  }
}
