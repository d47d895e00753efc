import { KenError, quote } from '../../ken/errors.ts';
import { createGate } from '../../ken/kernel/gate/gate.ts';
import type { GateResult } from '../../ken/kernel/gate-result.ts';
import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import type { Program } from '../../ken/program.ts';
import type { CaseDefinition } from '../cases/case.ts';
import { findCase } from '../cases/catalogue.ts';
import { didYouMean } from '../cases/closest-name.ts';
import type { FurtherMethods } from './further-methods.ts';
import { inOrder } from './in-order.ts';
import { judgeProgram } from './judge-program.ts';
import type { JudgeResult } from './judge-result.ts';
import type { ProgramLine, ReadLine } from './program-lines.ts';

/** One line of `ken judge --programs`: the answer for a program, or the fault that prevented one. */
export type JudgedLine =
  | ({ id: string; case: string | null; gate: Omit<GateResult, 'log'> } & Omit<JudgeResult, 'gate'>)
  | {
      id: string | null;
      line: number;
      gate: null;
      judgement: 'unjudged';
      method: 'none';
      error: { code: string; message: string };
    };

/**
 * Judges programs in input order, as many at once as the pool has guests. A bad line or a fault of the harness becomes an
 * error line in its place; the others are not affected. A program without a case passes the gate only and is `unjudged`.
 */
export async function* judgeLines(
  lines: readonly ReadLine[],
  cases: readonly CaseDefinition[],
  pool: GuestPool,
  further: FurtherMethods = {},
): AsyncGenerator<JudgedLine> {
  yield* inOrder(lines, pool.size, async (read): Promise<JudgedLine> => {
    if ('error' in read) return errorLine(null, read.line, read.error);
    const { id, framework, program: text } = read.program;
    try {
      const definition = findCase(cases, read.program);
      const program: Program = { framework, text };
      const result = definition
        ? await judgeProgram(definition, program, pool, further)
        : await gateOnly(program, pool, noCase(read.program, cases));
      return judgedLine(id, definition?.id ?? null, result);
    } catch (error) {
      return errorLine(id, read.line, error);
    }
  });
}

/** The answer for a prompt without a case: the gate's, and `unjudged`. */
export async function gateOnly(program: Program, pool: GuestPool, reason: string): Promise<JudgeResult> {
  const gate = await createGate(pool).check(program);
  const evidence = [{ holds: false, claim: 'there is a case for this prompt', evidence: reason }];
  return { gate, judgement: 'unjudged', method: 'none', evidence, repairs: [], seconds: gate.seconds };
}

/** A result without the gate's full log, which may be 64 KiB; its diagnostic stays. */
export function judgedLine(id: string, caseId: string | null, result: JudgeResult): JudgedLine {
  const { gate, ...rest } = result;
  const briefGate: Omit<GateResult, 'log'> & { log?: string } = { ...gate };
  delete briefGate.log;
  return { id, case: caseId, gate: briefGate, ...rest };
}

function noCase(line: ProgramLine, cases: readonly CaseDefinition[]): string {
  if (line.case === undefined) return `no case has upstreamPrompt ${line.upstreamPrompt}`;
  const ids = cases.map(({ id }) => id);
  return `there is no case ${quote(line.case)}${didYouMean(line.case, ids)}`;
}

function errorLine(id: string | null, line: number, error: unknown): JudgedLine {
  const code = error instanceof KenError ? error.code : 'internal';
  return {
    id,
    line,
    gate: null,
    judgement: 'unjudged',
    method: 'none',
    error: { code, message: error instanceof Error ? error.message : String(error) },
  };
}
