import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { KenError } from '../../../ken/errors.ts';
import { sourcesSchema, type Source } from './source-file.ts';

/** The pinned sources, in the order of the file: an earlier source wins when two hold the same program. */
export async function readSources(file: string): Promise<Source[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new KenError('config', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  });
  const document = parseDocument(text, { prettyErrors: true });
  const [broken] = document.errors;
  if (broken) throw new KenError('config', `${file} is not valid YAML: ${broken.message.trim()}`);
  const parsed = sourcesSchema.safeParse(document.toJS());
  if (!parsed.success) {
    throw new KenError('config', `${file}: ${z.prettifyError(parsed.error)}`, {
      hint: 'The keys are described in dataset-builder/pairs/sources/source-file.ts.',
    });
  }
  return parsed.data.sources;
}
