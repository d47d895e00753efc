import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { KenError } from '../../../ken/errors.ts';

/** A request that no source holds. */
export interface WrittenPrompt {
  text: string;
  origin: 'project' | 'model';
  /** Model and version of the question, for a model's. */
  from?: string;
}

const projectSchema = z.strictObject({ prompts: z.record(z.string(), z.string().trim().min(10)) });

/** One line of `model-prompts.jsonl`. */
export const modelPromptSchema = z.strictObject({
  pair: z.string().min(1),
  /** The program that the model was shown. */
  program: z.string().regex(/^[0-9a-f]{64}$/),
  text: z.string().min(1),
  model: z.string().min(1),
  question: z.string().min(1),
});

export type ModelPrompt = z.infer<typeof modelPromptSchema>;

/** `prompts.yaml` (written by people) and `model-prompts.jsonl`, by the entry's id. A missing file holds nothing. */
export async function readWrittenPrompts(files: {
  project: string;
  model: string;
}): Promise<Map<string, WrittenPrompt[]>> {
  const written = new Map<string, WrittenPrompt[]>();
  const add = (id: string, prompt: WrittenPrompt): void => {
    written.set(id, [...(written.get(id) ?? []), prompt]);
  };
  const parsed = projectSchema.safeParse(parseDocument((await textOf(files.project)) || 'prompts: {}').toJS());
  if (!parsed.success) throw new KenError('config', `${files.project}: ${z.prettifyError(parsed.error)}`);
  for (const [id, text] of Object.entries(parsed.data.prompts)) {
    add(id, { text: text.replace(/\s+/g, ' '), origin: 'project', from: 'corpora/pairs/prompts.yaml' });
  }
  for (const { pair, text, model, question } of await readModelPrompts(files.model)) {
    add(pair, { text, origin: 'model', from: `${model}, question ${question}` });
  }
  return written;
}

export async function readModelPrompts(file: string): Promise<ModelPrompt[]> {
  const lines = (await textOf(file)).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    try {
      return modelPromptSchema.parse(JSON.parse(line));
    } catch (cause) {
      throw new KenError('storage', `${file}:${index + 1} is no prompt of a model`, { cause });
    }
  });
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new KenError('storage', `${file} cannot be read`, { cause: error });
  });
}
