import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { KenError, quote } from '../../ken/errors.ts';
import { caseFileSchema, type CaseFile } from './case.ts';
import { didYouMean } from './closest-name.ts';

/**
 * Reads `case.yaml` of one case folder. A missing file, broken YAML, an unknown key or a value of the wrong kind is a
 * `KenError('config')` that names the file and quotes the value.
 */
export async function readCaseFile(folder: string): Promise<CaseFile> {
  const file = path.join(folder, 'case.yaml');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new KenError('config', `${file} cannot be read: ${(error as Error).message}`, {
      hint: 'A case is a folder with case.yaml; corpora/cases/README.md shows one.',
      cause: error,
    });
  });
  const parsed = parseCaseFile(text, file);
  if (parsed.id !== path.basename(folder)) {
    throw new KenError(
      'config',
      `${file}: id is ${quote(parsed.id)}, but the folder is ${quote(path.basename(folder))}`,
      {
        hint: 'Give both the same name.',
      },
    );
  }
  return parsed;
}

/** Checks the text of a case file; `file` is only named in errors. */
export function parseCaseFile(text: string, file: string): CaseFile {
  const document = parseDocument(text, { prettyErrors: true });
  const [broken] = document.errors;
  if (broken) {
    throw new KenError('config', `${file} is not valid YAML: ${broken.message.trim()}`, {
      hint: 'Texts with a colon or a quote need quotes around them.',
    });
  }
  const value: unknown = document.toJS();
  const parsed = caseFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => describeIssue(issue, value));
  throw new KenError('config', `${file}: ${problems.join('; ')}`, {
    hint: 'The keys of a case are described in corpora/cases/README.md.',
  });
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown): string {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = where === 'workload' ? workloadKeys : Object.keys(caseFileSchema.shape);
    return issue.keys
      .map((key) => `unknown key ${quote(where ? `${where}.${key}` : key)}${didYouMean(key, known)}`)
      .join('; ');
  }
  const given = issue.path.reduce<unknown>(
    (inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part],
    value,
  );
  return `${where === '' ? 'the file' : where}: ${issue.message}, but it is ${given === undefined ? 'missing' : quote(given)}`;
}

const workloadKeys = ['file', 'name', 'command'];
