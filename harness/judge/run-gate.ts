import type { GateResult } from '../../ken/kernel/gate-result.ts';
import { createGate } from '../../ken/kernel/gate/gate.ts';
import { openGuestPool } from '../../ken/kernel/guest/pool.ts';
import { readPrograms } from '../cases/read-programs.ts';
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
  const programs = await readPrograms(files, request.framework);
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
