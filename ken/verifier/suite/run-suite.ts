import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Program } from '../../program.ts';
import type { Verdict } from '../verification.ts';
import type { Verifier } from '../verifier.ts';
import { gradeOf, type Grade } from './score.ts';
import { statedTruths, type Truth } from './truths.ts';

/** One assert of the suite with what is true of it and what the verifier said. */
export interface GradedAssert {
  file: string;
  line: number;
  text: string;
  truth: Truth;
  verdict: Verdict;
  reason: string;
  grade: Grade;
}

export const suiteFolder = path.join(import.meta.dirname, 'programs');

/** The programs of the labelled suite, in the order of their names. */
export async function suitePrograms(folder = suiteFolder): Promise<{ file: string; program: Program }[]> {
  const files = (await readdir(folder)).filter((name) => /\.(?:bt|bpf\.c)$/.test(name)).sort();
  return Promise.all(
    files.map(async (file) => ({
      file,
      program: {
        framework: file.endsWith('.bt') ? ('bpftrace' as const) : ('libbpf' as const),
        text: await readFile(path.join(folder, file), 'utf8'),
      },
    })),
  );
}

/** Verifies one program of the suite. Throws when it cannot be verified at all: then the suite itself is wrong. */
export async function gradeProgram(file: string, program: Program, verifier: Verifier): Promise<GradedAssert[]> {
  const stated = statedTruths(program.text, file);
  const answer = await verifier.verify(program);
  if (answer.status !== 'verified') throw new Error(`${file}: ${answer.status}: ${answer.diagnostic}`);
  const { asserts } = answer.verification;
  if (asserts.length !== stated.size) throw new Error(`${file}: ${stated.size} asserts, ${asserts.length} verdicts`);
  return asserts.map(({ line, text, verdict, reason, counterexample }) => {
    const truth = stated.get(line);
    if (!truth) throw new Error(`${file}:${line} states no truth`);
    return {
      file,
      line,
      text,
      truth,
      verdict,
      reason: counterexample?.message ?? reason,
      grade: gradeOf(truth, verdict),
    };
  });
}
