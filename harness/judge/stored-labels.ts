import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KenError, quote } from '../../ken/errors.ts';
import type { Program } from '../../ken/program.ts';
import { programIdentity } from './program-identity.ts';

/**
 * What readers said of programs, by case and program. The judge asks them last, when neither the guest nor a comparison
 * decides.
 */
export interface StoredLabels {
  find(caseId: string, program: Program): StoredLabel | undefined;
}

const labelSchema = z.strictObject({
  case: z.string().min(1),
  /** `programIdentity` of the program: the text itself may be somebody else's. */
  program: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256'),
  label: z.enum(['correct', 'incorrect']),
  /** How many readers agreed on it, each without seeing the other's label. */
  readers: z.number().int().min(1),
  why: z.string().trim().min(1),
});

export type StoredLabel = z.infer<typeof labelSchema>;

const committedLabels = path.join(import.meta.dirname, '..', '..', 'corpora', 'labels.jsonl');

/**
 * Reads a file of labels, one JSON line each; the committed one by default. Throws KenError('config') that names a bad
 * line, and for two labels of one program that differ.
 */
export async function readStoredLabels(file = committedLabels): Promise<StoredLabels> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new KenError('config', `${quote(file)} cannot be read: ${(error as Error).message}`, { cause: error });
  });
  const labels = new Map<string, StoredLabel>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const label = parseLabel(line, `${file}, line ${index + 1}`);
    const key = `${label.case} ${label.program}`;
    const known = labels.get(key);
    if (known && known.label !== label.label) {
      throw new KenError('config', `${file}, line ${index + 1}: the program is labelled ${known.label} above`, {
        hint: 'A program that readers judge differently is left out.',
      });
    }
    labels.set(key, label);
  }
  return { find: (caseId, program) => labels.get(`${caseId} ${programIdentity(program)}`) };
}

function parseLabel(line: string, where: string): StoredLabel {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new KenError('config', `${where} is not JSON: ${quote(line)}`, { cause: error });
  }
  const parsed = labelSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the line'}: ${issue.message}`);
  throw new KenError('config', `${where}: ${problems.join('; ')}: ${quote(line)}`);
}
