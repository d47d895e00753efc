import { appendFile, readFile } from 'node:fs/promises';
import { KenError, quote } from '../../../ken/errors.ts';
import { validationSchema, type Validation } from '../build/pair.ts';

/**
 * Outcomes of the gate by the program's SHA-256, one JSON object a line: an interrupted check goes on where it stopped.
 * A later line of the same program and image replaces the earlier one. It holds hashes and reasons, no program text.
 */
export async function readValidations(file: string): Promise<Map<string, Validation[]>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new KenError('storage', `${file} cannot be read`, { cause: error });
  });
  const found = new Map<string, Validation[]>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const validation = parseLine(line, `${file}:${index + 1}`);
    const others = (found.get(validation.program) ?? []).filter(({ image }) => image !== validation.image);
    found.set(
      validation.program,
      [...others, validation].sort((left, right) => (left.image < right.image ? -1 : 1)),
    );
  }
  return found;
}

export async function appendValidation(file: string, validation: Validation): Promise<void> {
  await appendFile(file, `${JSON.stringify(validationSchema.parse(validation))}\n`, { flush: true });
}

function parseLine(line: string, place: string): Validation {
  try {
    return validationSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new KenError('storage', `${place} is no outcome of the gate: ${quote(line)}`, {
      cause,
      hint: 'Remove the line; `ken pairs check` runs that program again.',
    });
  }
}
