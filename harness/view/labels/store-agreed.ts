import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KenError } from '../../../ken/errors.ts';
import { openAppendLog } from '../../record/append-log.ts';
import { parseStoredLabels } from './stored-lines.ts';
import type { StoredLabel } from '../../judge/stored-labels.ts';

/**
 * Appends labels to a file of the judge's stored labels; what is there already is not written twice. Answers how many were
 * added. A `KenError('config')` when one contradicts the file: nothing is written then.
 */
export async function storeAgreedLabels(file: string, agreed: readonly StoredLabel[]): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw new KenError('storage', `${file} cannot be read`, { cause });
  });
  const known = parseStoredLabels(text, file);
  const added = agreed.filter((label) => {
    const before = known.get(`${label.case} ${label.program}`);
    if (before === undefined) return true;
    if (before === label.label) return false;
    throw new KenError('config', `${file} calls a program of ${label.case} ${before}, the readers say ${label.label}`, {
      hint: `Remove one of the two: the program is ${label.program}.`,
    });
  });
  const { log } = await openAppendLog(file);
  try {
    for (const label of added) await log.append(JSON.stringify(label));
  } finally {
    await log.close();
  }
  return added.length;
}
