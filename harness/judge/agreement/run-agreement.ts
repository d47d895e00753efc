import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { KenError, quote } from '../../../ken/errors.ts';
import { openGuestPool } from '../../../ken/kernel/guest/pool.ts';
import { readCases } from '../../cases/catalogue.ts';
import { readTestPrompts } from '../../upstream/test-prompts.ts';
import { judgeLines } from '../judge-programs.ts';
import { storeLabels } from '../store-labels.ts';
import { agreementOf, type Answer } from './agreement.ts';
import { formatAgreement } from './format-agreement.ts';
import { readLabelledPrograms, type LabelledProgram } from './labelled-programs.ts';

export interface AgreementRequest {
  /** The labels file. */
  labels: string;
  /** Answers of `ken judge --json`; without it the programs are judged now, and each answer is printed as it comes. */
  answers?: string;
  /** The released test set, one request a line: then requests are found by their wording. */
  prompts?: string;
  /** A file of stored labels: the labels are appended to it, and nothing is judged. */
  store?: string;
  json?: boolean;
}

/** `ken judge --labels FILE`: judges labelled programs, or reads their answers, and prints how far judge and labels agree. */
export async function runAgreement({ labels, answers, prompts, store, json }: AgreementRequest): Promise<void> {
  const known = prompts === undefined ? [] : readTestPrompts(await readText(prompts));
  const labelled = readLabelledPrograms(await readText(labels), labels, known);
  if (store !== undefined) {
    const added = await storeLabels(labelled, await readCases(), store);
    console.log(
      `${store}: ${added} of ${labelled.length} labels added; ambiguous ones and those without a case are left out`,
    );
    return;
  }
  const given = answers === undefined ? await judgeNow(labelled) : readAnswers(await readText(answers), answers);
  const agreement = agreementOf(labelled, given);
  console.log(json ? JSON.stringify(agreement, null, 2) : formatAgreement(agreement));
}

async function judgeNow(labelled: readonly LabelledProgram[]): Promise<Answer[]> {
  const cases = await readCases();
  const lines = labelled.map(({ id, upstreamPrompt, framework, program }, index) => ({
    line: index + 1,
    program: { id, upstreamPrompt, framework, program },
  }));
  const pool = await openGuestPool({ progress });
  const given: Answer[] = [];
  try {
    for await (const judged of judgeLines(lines, cases, pool)) {
      if ('error' in judged) throw new KenError('internal', `${judged.id ?? ''}: ${judged.error.message}`);
      given.push(judged);
      progress(JSON.stringify(judged));
    }
  } finally {
    await pool.close();
  }
  return given;
}

const answerSchema = z.object({
  id: z.string(),
  case: z
    .string()
    .nullish()
    .transform((id) => id ?? null),
  judgement: z.enum(['correct', 'incorrect', 'unjudged']),
  method: z.string(),
  evidence: z.array(z.object({ holds: z.boolean(), claim: z.string(), evidence: z.string().optional() })).default([]),
});

/** The last answer to a program counts; what cannot be read is an error. */
function readAnswers(text: string, file: string): Answer[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      try {
        return answerSchema.parse(JSON.parse(line));
      } catch (error) {
        throw new KenError('config', `${file}: this is no answer of ken judge --json: ${quote(line)}`, {
          cause: error,
        });
      }
    });
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new KenError('usage', `${quote(file)} cannot be read: ${(error as Error).message}`, { cause: error });
  });
}

const progress = (message: string): void => console.error(message);
