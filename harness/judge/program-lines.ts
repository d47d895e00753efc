import { z } from 'zod';
import { KenError, quote } from '../../ken/errors.ts';

const programLineSchema = z
  .object({
    id: z.union([z.string(), z.number()]).transform(String),
    case: z.string().optional(),
    upstreamPrompt: z.number().int().optional(),
    framework: z.enum(['bpftrace', 'libbpf']).default('bpftrace'),
    program: z.string(),
  })
  .refine((line) => line.case !== undefined || line.upstreamPrompt !== undefined, {
    message: 'needs `case` or `upstreamPrompt`',
  });

/** One program to judge. Other keys of a line are ignored, so that files made for other purposes can be judged. */
export type ProgramLine = z.infer<typeof programLineSchema>;

/** A line that could be read, or why it could not: number from 1 and the quoted text. Empty lines are left out. */
export type ReadLine = { line: number; program: ProgramLine } | { line: number; error: KenError };

/** Reads a file of programs, one JSON object a line: `{id, case | upstreamPrompt, framework, program}`. */
export function readProgramLines(text: string, file: string): ReadLine[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  return lines.flatMap((content, index) => (content.trim() === '' ? [] : [readLine(content, index + 1, file)]));
}

function readLine(content: string, line: number, file: string): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    return {
      line,
      error: new KenError('config', `${file}, line ${line} is not JSON: ${quote(content)}`, { cause: error }),
    };
  }
  const parsed = programLineSchema.safeParse(value);
  if (parsed.success) return { line, program: parsed.data };
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the line'}: ${issue.message}`);
  return { line, error: new KenError('config', `${file}, line ${line}: ${problems.join('; ')}: ${quote(content)}`) };
}
