import { z } from 'zod';
import { KenError, quote } from '../../../ken/errors.ts';
import type { TestPrompt } from '../../upstream/test-prompts.ts';

/** A program that readers have judged: one line of a labels file. */
export interface LabelledProgram {
  id: string;
  /** Line of the released test set that it answers, from 1. */
  upstreamPrompt: number;
  framework: 'bpftrace' | 'libbpf';
  program: string;
  /** `ambiguous`: the readers differ, or both said so. */
  label: 'correct' | 'incorrect' | 'ambiguous';
  /** Why, in the readers' words; empty when the file gives none. */
  reasons: string[];
}

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  promptIndex: z.number().int().min(0).optional(),
  upstreamPrompt: z.number().int().min(1).optional(),
  prompt: z.string().default(''),
  framework: z.enum(['bpftrace', 'libbpf']).default('bpftrace'),
  program: z.string(),
  label: z.enum(['correct', 'incorrect', 'ambiguous']),
  whyA: z.string().optional(),
  whyB: z.string().optional(),
});
type LabelLine = z.infer<typeof lineSchema>;

/**
 * Reads a labels file: JSON lines with `id`, `program`, `label` and the request. The request is found by its wording when
 * the released test set is given; else by `upstreamPrompt` (from 1), else by `promptIndex`, which counts from 0 if any line
 * of the file has a 0, else from 1. Throws KenError('config') that names a bad line.
 */
export function readLabelledPrograms(
  text: string,
  file: string,
  prompts: readonly TestPrompt[] = [],
): LabelledProgram[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((content, index) => (content.trim() === '' ? [] : [readLine(content, index + 1, file)]));
  if (lines.length === 0) throw new KenError('config', `${file} holds no labelled program`);
  const first = lines.some(({ promptIndex }) => promptIndex === 0) ? 0 : 1;
  return lines.map((line) => ({
    id: line.id,
    upstreamPrompt: numberOf(line, prompts, first, file),
    framework: line.framework,
    program: line.program,
    label: line.label,
    reasons: [line.whyA, line.whyB].filter((reason) => reason !== undefined),
  }));
}

function readLine(content: string, line: number, file: string): LabelLine {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new KenError('config', `${file}, line ${line} is not JSON: ${quote(content)}`, { cause: error });
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the line'}: ${issue.message}`);
  throw new KenError('config', `${file}, line ${line}: ${problems.join('; ')}: ${quote(content)}`);
}

function numberOf(line: LabelLine, prompts: readonly TestPrompt[], first: number, file: string): number {
  const worded = prompts.find(({ text }) => plain(text) === plain(line.prompt))?.number;
  if (worded !== undefined) return worded;
  if (prompts.length > 0)
    throw new KenError(
      'config',
      `${file}: the request of ${quote(line.id)} is not in the test set: ${quote(line.prompt)}`,
    );
  if (line.upstreamPrompt !== undefined) return line.upstreamPrompt;
  if (line.promptIndex !== undefined) return line.promptIndex + 1 - first;
  throw new KenError('config', `${file}: ${quote(line.id)} does not say which request it answers`, {
    hint: 'Give --prompts with the released test set, or `upstreamPrompt` in each line.',
  });
}

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();
