import type { GuestPool } from '../../../kernel/guest/job.ts';
import { generateProgram, type TestProgram } from './generate.ts';
import { interpreterAnswer } from './interpreter-answer.ts';
import { kernelAnswers } from './kernel-answers.ts';

export interface Compared {
  seed: number;
  program: TestProgram;
  kernel: string;
  interpreter: string;
}

export interface Comparison {
  /** Programs on which both agree. */
  agreed: Compared[];
  different: Compared[];
  /** Refused by the kernel's verifier; they count for nothing. */
  rejected: Compared[];
}

/** Runs the programs of consecutive seeds in one guest job and in the interpreter. */
export async function compareSeeds(
  pool: GuestPool,
  runner: Uint8Array,
  firstSeed: number,
  count: number,
): Promise<Comparison> {
  const programs = Array.from({ length: count }, (_, index) => generateProgram(firstSeed + index));
  const answers = await kernelAnswers(pool, runner, programs);
  const comparison: Comparison = { agreed: [], different: [], rejected: [] };
  for (const [index, program] of programs.entries()) {
    const kernel = answers[index] ?? '';
    const rejected = !kernel.startsWith('ok ');
    const interpreter = rejected ? '' : interpreterAnswer(program);
    const group = rejected ? 'rejected' : kernel === interpreter ? 'agreed' : 'different';
    comparison[group].push({ seed: firstSeed + index, program, kernel, interpreter });
  }
  return comparison;
}
