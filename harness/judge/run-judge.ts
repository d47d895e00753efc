import { readFile } from 'node:fs/promises';
import { KenError, quote } from '../../ken/errors.ts';
import { openGuestPool } from '../../ken/kernel/guest/pool.ts';
import { frameworks, type Framework } from '../../ken/program.ts';
import { openVerifier, type VerifierTools } from '../../ken/verifier/open-verifier.ts';
import { readCases, readCasesById } from '../cases/catalogue.ts';
import { frameworkOfFile } from '../cases/read-case.ts';
import type { FurtherMethods } from './further-methods.ts';
import { formatJudgement } from './format-judgement.ts';
import { judgeProgram } from './judge-program.ts';
import { judgedLine, judgeLines, type JudgedLine } from './judge-programs.ts';
import { readProgramLines } from './program-lines.ts';
import { readStoredLabels } from './stored-labels.ts';

export interface JudgeRequest {
  case?: string;
  programs?: string;
  framework?: string;
  /** Also compares with the references of the case. */
  equivalence?: boolean;
  /** False: labels of readers are not asked. */
  storedLabels?: boolean;
  json?: boolean;
}

/**
 * `ken judge FILE` and `ken judge --programs FILE`. Prints answers on standard output as they come. Exit status 0 when every program got an
 * answer, whatever it is; 2 when a line could not be read; 1 when judging one failed.
 */
export async function runJudge(argument: string | undefined, request: JudgeRequest): Promise<void> {
  if (request.programs !== undefined) {
    if (argument !== undefined || request.case !== undefined)
      throw new KenError('usage', '--programs stands alone: each line names its own case', {
        hint: `Leave out ${quote(argument ?? '--case')}.`,
      });
    return judgeFileOfPrograms(request.programs, request);
  }
  if (argument === undefined) {
    throw new KenError('usage', 'there is nothing to judge', {
      hint: 'Give FILE --case ID, or --programs FILE, or a run.',
    });
  }
  if (request.case === undefined) {
    throw new KenError('usage', `which case does ${quote(argument)} answer?`, {
      hint: 'Give --case ID; `ken cases list` shows them.',
    });
  }
  return judgeFile(argument, request.case, request);
}

async function judgeFile(file: string, caseId: string, request: JudgeRequest): Promise<void> {
  const framework = frameworkOf(file, request.framework);
  const [definition] = await readCasesById([caseId]);
  const text = await readText(file);
  if (!definition) return;
  const pool = await openGuestPool({ size: 1, progress });
  const verifier = request.equivalence ? openVerifier(pool) : null;
  try {
    const further = await furtherMethods(request, verifier);
    const result = await judgeProgram(definition, { framework, text }, pool, further);
    const line = judgedLine(file, definition.id, result);
    console.log(request.json ? JSON.stringify(line) : formatJudgement(line));
  } finally {
    await verifier?.close();
    await pool.close();
  }
}

async function judgeFileOfPrograms(file: string, request: JudgeRequest): Promise<void> {
  const lines = readProgramLines(await readText(file), file);
  const cases = await readCases();
  if (lines.length === 0) throw new KenError('config', `${file} holds no program`);
  const pool = await openGuestPool({ progress });
  const verifier = request.equivalence ? openVerifier(pool) : null;
  const answers: JudgedLine[] = [];
  try {
    for await (const answer of judgeLines(lines, cases, pool, await furtherMethods(request, verifier))) {
      console.log(request.json ? JSON.stringify(answer) : formatJudgement(answer));
      if ('error' in answer) {
        console.error(`ken: ${answer.error.message}`);
        const exit = answer.error.code === 'config' ? 2 : 1;
        process.exitCode = Math.max(Number(process.exitCode ?? 0), exit);
      }
      answers.push(answer);
      progress(`${answers.length}/${lines.length} judged`);
    }
  } finally {
    await verifier?.close();
    await pool.close();
  }
}

async function furtherMethods({ storedLabels }: JudgeRequest, tools: VerifierTools | null): Promise<FurtherMethods> {
  return {
    identity: true,
    ...(tools && { tools }),
    ...(storedLabels === false ? {} : { labels: await readStoredLabels() }),
  };
}

function frameworkOf(file: string, given: string | undefined): Framework {
  if (given === undefined) {
    const found = frameworkOfFile(file);
    if (found) return found;
    throw new KenError('usage', `is ${quote(file)} a bpftrace script or BPF C?`, { hint: 'Give --framework.' });
  }
  const known = frameworks.find((name) => name === given);
  if (!known) throw new KenError('usage', `there is no framework ${quote(given)}`, { hint: 'bpftrace or libbpf.' });
  return known;
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new KenError('usage', `${quote(file)} cannot be read: ${(error as Error).message}`, { cause: error });
  });
}

const progress = (message: string): void => console.error(message);
